import type { ErrorDialect } from '@waybill/platform';
import { offlineDialect } from './http/offline/offline.dialect.js';
import { tasksDialect } from './http/tasks/tasks.dialect.js';
import { trackingDialect } from './http/tracking/tracking.dialect.js';

/** How each edition writes its errors; the first that covers a path. */
export const dialects: readonly ErrorDialect[] = [tasksDialect, trackingDialect, offlineDialect];
