import { SECOND } from '@waybill/kernel';
import type { DownloadSessionsConfig } from './config.js';
import { SessionSettings } from './domain/session-settings.js';
import { JobInterval } from './jobs/job-interval.js';

export function settingsFrom(config: DownloadSessionsConfig): SessionSettings {
  return {
    runningLimit: config.RUNNING_LIMIT,
    retryLimit: config.RETRY_LIMIT,
    stalledAfter: config.STALLED_SECONDS * SECOND,
    neverStartedAfter: config.NEVER_STARTED_SECONDS * SECOND,
    abandonedAfter: config.ABANDONED_SECONDS * SECOND,
  };
}

export function jobIntervalFrom(config: DownloadSessionsConfig): JobInterval {
  return new JobInterval(config.JOB_INTERVAL_SECONDS * SECOND);
}
