import { count, flag, httpUrl, seconds, serviceEnvironment } from '@waybill/platform';
import { z } from 'zod';
import { alertRules, DEFAULT_ALERT_RULES, webhooks } from './alert-configuration.js';

const days = z.coerce.number().int().positive();

/** The environment of this service; nobody else reads it. */
export const environment = z.object({
  ...serviceEnvironment,
  /** How long raw events are kept before they go to the archive (DESIGN.md, section 3). */
  HISTORY_DAYS: days.default(90),
  /** Days whose partitions are made ahead. */
  HISTORY_DAYS_AHEAD: count.default(7),
  /** How long after its end a download's state is kept: its share in the figures stays. A person's history shows 90 days. */
  SETTLE_AFTER_DAYS: days.min(91).default(180),
  /** The folder of the archive, where it lies in no bucket. */
  ARCHIVE_ROOT: z.string().min(1).default('.waybill/archive'),
  /** The bucket of the archive. Without an endpoint it is one of AWS, without keys those that the machine has are used. */
  ARCHIVE_BUCKET: z.string().min(1).optional(),
  S3_ENDPOINT: httpUrl.optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  /** An MMDB file that tells countries from networks; without it every country is `unknown`. */
  COUNTRY_DATABASE: z.string().min(1).optional(),
  /** A JSON array of rules, or the path of a file with it (README.md, "Alerts"). */
  ALERT_RULES: alertRules.default(DEFAULT_ALERT_RULES),
  ALERT_EVERY_SECONDS: seconds.default(30),
  /** A JSON array of `{url, secret}`, or the path of a file with it. */
  WEBHOOKS: webhooks.default([]),
  /** Webhooks may lead to private and loopback addresses. */
  WEBHOOKS_ALLOW_PRIVATE: flag.default(false),
  /** How long after its end a report waits for late events. */
  REPORT_DELAY_MINUTES: count.default(15),
});
export type AnalyticsConfig = z.infer<typeof environment>;

/** What the rebuild command reads. */
export const rebuildEnvironment = environment.pick({ DATABASE_URL: true });
