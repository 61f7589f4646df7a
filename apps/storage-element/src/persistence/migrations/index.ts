import { messagingMigrations } from '@waybill/messaging';
import { CreateFiles1763712000000 } from './1763712000000-create-files.js';

export const migrations = [...messagingMigrations, CreateFiles1763712000000];
