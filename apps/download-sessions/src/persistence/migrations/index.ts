import { messagingMigrations } from '@waybill/messaging';
import { idempotencyMigrations } from '@waybill/platform';
import { CreateDownloads1763701000000 } from './1763701000000-create-downloads.js';
import { CreateProjections1763701060000 } from './1763701060000-create-projections.js';
import { NumberChanges1763701120000 } from './1763701120000-number-changes.js';
import { RememberErasures1763701180000 } from './1763701180000-remember-erasures.js';
import { RememberBeginnings1763701240000 } from './1763701240000-remember-beginnings.js';

export const migrations = [
  ...messagingMigrations,
  ...idempotencyMigrations,
  CreateDownloads1763701000000,
  CreateProjections1763701060000,
  NumberChanges1763701120000,
  RememberErasures1763701180000,
  RememberBeginnings1763701240000,
];
