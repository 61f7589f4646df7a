import { type DownloadReport } from '../src/application/follow-downloads.js';
import { START } from './service.fixture.js';

/** A download's event as the use case takes it; revision and phase are what a test is mostly about. */
export function report(
  change: Partial<DownloadReport> & Pick<DownloadReport, 'userId' | 'downloadId'>,
): DownloadReport {
  return {
    phase: 'live',
    bytes: 100,
    generation: 1,
    revision: 1,
    holdsQuota: true,
    listed: true,
    deleted: false,
    status: 'pending',
    createdAt: START,
    ...change,
  };
}
