import { type DownloadFacts } from '@waybill/contracts';
import { type DownloadReport } from '../application/follow-downloads.js';
import { type DownloadNews } from '../domain/hold.js';

const PHASE_OF_STATUS = {
  pending: 'live',
  downloading: 'live',
  paused: 'live',
  completed: 'completed',
  failed: 'ended',
  cancelled: 'ended',
} as const satisfies Record<DownloadFacts['status'], DownloadNews['phase']>;

/** Every event of a download tells its whole state; only deletion and expiry are marks beside it. */
export function reportOf(facts: DownloadFacts): DownloadReport {
  return report(facts, PHASE_OF_STATUS[facts.status], false);
}

/** Its room is free; the person still sees it until it is deleted. */
export function reportOfExpired(facts: DownloadFacts): DownloadReport {
  return report(facts, 'gone', false);
}

export function reportOfDeleted(facts: DownloadFacts): DownloadReport {
  return report(facts, 'gone', true);
}

function report(facts: DownloadFacts, phase: DownloadNews['phase'], deleted: boolean): DownloadReport {
  return {
    downloadId: facts.downloadId,
    userId: facts.userId,
    phase,
    bytes: facts.size,
    generation: facts.generation,
    revision: facts.revision,
    holdsQuota: facts.holdsQuota,
    // What a client only tells of is no copy that it keeps of something here.
    listed: facts.origin !== 'tracking',
    status: facts.status,
    deleted,
    createdAt: new Date(facts.createdAt),
  };
}
