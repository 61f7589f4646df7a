import { messagingMigrations } from '@waybill/messaging';
import { CreateFiles1763712000000 } from './1763712000000-create-files.js';
import { CreateDirectUploads1763798400000 } from './1763798400000-create-direct-uploads.js';

export const migrations = [
  ...messagingMigrations,
  CreateFiles1763712000000,
  CreateDirectUploads1763798400000,
];
