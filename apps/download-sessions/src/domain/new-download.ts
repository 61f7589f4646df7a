import { DAY } from '@waybill/kernel';
import { NO_COVERAGE } from './coverage.js';
import type { ClientFacts, DownloadLink, DownloadState, Origin, Target } from './download-state.js';
import { STILL } from './pace.js';

/** What a download is made of. */
export interface NewDownload {
  readonly id: string;
  readonly userId: string;
  readonly target: Target;
  readonly origin: Origin;
  readonly client: ClientFacts;
  readonly generation?: number;
  readonly batchId?: string | null;
  readonly priority?: number;
  readonly placeLimit?: number | null;
  readonly link?: DownloadLink | null;
  /** days that the copy is kept on the quota that holds it; null where nothing was held */
  readonly keepDays: number | null;
}

const NOTHING_YET = {
  ...NO_COVERAGE,
  status: 'pending',
  revision: 1,
  aliases: [],
  queuedAt: null,
  failure: null,
  failedCount: 0,
  retryCount: 0,
  resumeCount: 0,
  bytesServed: 0,
  pace: STILL,
  recentTransfers: [],
  speedKbps: null,
  startedAt: null,
  begunAt: null,
  lastByteAt: null,
  pausedAt: null,
  completedAt: null,
  endedAt: null,
  expiredAt: null,
  deletedAt: null,
} as const satisfies Partial<DownloadState>;

export function firstState(made: NewDownload, now: Date): DownloadState {
  const { target, keepDays, id, userId, origin, client } = made;
  return {
    ...NOTHING_YET,
    ...target,
    id,
    userId,
    origin,
    client,
    generation: made.generation ?? 1,
    batchId: made.batchId ?? null,
    priority: made.priority ?? 0,
    placeLimit: made.placeLimit ?? null,
    link: made.link ?? null,
    holdsQuota: keepDays !== null,
    createdAt: now,
    updatedAt: now,
    expiresAt: keepDays === null ? null : keptUntil(now, keepDays),
  };
}

/** When a copy that was made now is to be deleted. */
export function keptUntil(now: Date, keepDays: number): Date {
  return new Date(now.getTime() + keepDays * DAY);
}
