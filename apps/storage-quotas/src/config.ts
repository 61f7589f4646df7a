import { count, flag, seconds, serviceEnvironment } from '@waybill/platform';
import { z } from 'zod';

/** The environment of this service; nobody else reads it. */
export const environment = z.object({
  ...serviceEnvironment,
  /** How long a tentative hold waits for `download.created`. */
  LEASE_SECONDS: seconds.default(300),
  /** At least as long as the topics keep their events. */
  REMEMBER_DAYS: count.default(90),
  /** Whether the reconcile sets right what has drifted. */
  REPAIR_DRIFT: flag.default(false),
});
export type StorageQuotasConfig = z.infer<typeof environment>;
