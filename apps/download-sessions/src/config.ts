import { count, httpUrl, seconds, serviceEnvironment } from '@waybill/platform';
import { z } from 'zod';

/** The environment of this service; nobody else reads it. */
export const environment = z.object({
  ...serviceEnvironment,
  ENTITLEMENTS_URL: httpUrl,
  STORAGE_QUOTAS_URL: httpUrl,
  /** For a call to one of them, in milliseconds. */
  CALL_TIMEOUT_MS: z.coerce.number().int().positive().default(5_000),
  /** How many downloads of one person may be started at a time. */
  RUNNING_LIMIT: z.coerce.number().int().positive().default(3),
  RETRY_LIMIT: count.default(5),
  /** A running download without a byte for this long is paused. */
  STALLED_SECONDS: seconds.default(60 * 60),
  /** A pending one that was never fetched for this long fails. */
  NEVER_STARTED_SECONDS: seconds.default(12 * 60 * 60),
  /** One that was paused for this long fails. */
  ABANDONED_SECONDS: seconds.default(7 * 24 * 60 * 60),
  /** How often the jobs look. */
  JOB_INTERVAL_SECONDS: seconds.default(60),
});
export type DownloadSessionsConfig = z.infer<typeof environment>;
