import type { ErrorDialect } from '@waybill/platform';
import { detailDialect } from './detail.dialect.js';
import { offlineDialect } from './offline.dialect.js';
import { storeDialect } from './store.dialect.js';
import { tasksDialect } from './tasks.dialect.js';

/** Every edition's errors as the gateway writes them; Waybill's own endpoints fall to problem+json. */
export const dialects: readonly ErrorDialect[] = [tasksDialect, offlineDialect, storeDialect, detailDialect];
