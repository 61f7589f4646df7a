import { MIB, type Quality } from '@waybill/kernel';
import { type Coverage, heldBytes, heldOf } from './coverage.js';
import type { Pace } from './pace.js';
import type { RecentTransfer } from './recent-transfers.js';

export const LIVE_STATUSES = ['pending', 'downloading', 'paused'] as const;
export const FINAL_STATUSES = ['completed', 'failed', 'cancelled'] as const;
export type DownloadStatus = (typeof LIVE_STATUSES)[number] | (typeof FINAL_STATUSES)[number];

export type Origin = 'tasks' | 'offline' | 'store' | 'tracking' | 'files';
export type Accuracy = 'observed' | 'claimed' | 'reported';

/** Where the first request came from; the address is cut to /24 or /48 already. */
export interface ClientFacts {
  readonly network: string | null;
  readonly userAgent: string | null;
  readonly referrer: string | null;
}

/** What was asked for and what serves it. */
export interface Target {
  /** null for a reported file that is in no catalogue */
  readonly assetId: string | null;
  readonly assetTitle: string;
  readonly resourceType: string;
  readonly category: string | null;
  /** the quality that was asked for, not the one of the file */
  readonly quality: Quality | null;
  /** null where the asset is hosted elsewhere */
  readonly fileId: string | null;
  readonly fileName: string;
  readonly mediaType: string;
  /** strong, with its quotes; null where there is no stored file */
  readonly etag: string | null;
  /** bytes of the whole file */
  readonly size: number;
}

/** The link that was handed out last. */
export interface DownloadLink {
  readonly url: string;
  readonly expiresAt: Date;
}

export interface Failure {
  /** a word for programs: `revoked`, `file-removed`, `never-started`, `abandoned` … */
  readonly reason: string;
  readonly message: string | null;
}

export interface DownloadState extends Target, Coverage {
  readonly id: string;
  readonly userId: string;
  readonly origin: Origin;
  readonly batchId: string | null;
  readonly client: ClientFacts;
  /** how many sessions of this asset the person may have; null is no limit */
  readonly placeLimit: number | null;
  /** made with a hold on the person's quota */
  readonly holdsQuota: boolean;

  readonly status: DownloadStatus;
  readonly revision: number;
  readonly generation: number;
  readonly aliases: readonly string[];
  /** a higher one is served first */
  readonly priority: number;
  /** asked to start, and waiting for a place since then */
  readonly queuedAt: Date | null;
  readonly link: DownloadLink | null;
  readonly failure: Failure | null;
  readonly failedCount: number;
  readonly retryCount: number;
  readonly resumeCount: number;

  /** sent in all, repeats included */
  readonly bytesServed: number;
  readonly pace: Pace;
  readonly recentTransfers: readonly RecentTransfer[];
  /** reported by the client, kilobits per second */
  readonly speedKbps: number | null;

  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly startedAt: Date | null;
  readonly begunAt: Date | null;
  readonly lastByteAt: Date | null;
  readonly pausedAt: Date | null;
  readonly completedAt: Date | null;
  readonly endedAt: Date | null;
  /** when the kept copy is to be deleted */
  readonly expiresAt: Date | null;
  readonly expiredAt: Date | null;
  readonly deletedAt: Date | null;
}

export function isLive({ status }: Pick<DownloadState, 'status'>): boolean {
  return (LIVE_STATUSES as readonly string[]).includes(status);
}

/** Bytes that count towards completion; they never go back. */
export function downloadedOf(state: DownloadState): number {
  return Math.min(heldBytes(state), state.size);
}

/** The first byte that is missing: where to go on. */
export function nextByteOf(state: DownloadState): number {
  const [first] = heldOf(state).ranges;
  return first?.start === 0 ? first.end : 0;
}

export function isWhole(state: DownloadState): boolean {
  return state.size > 0 && heldBytes(state) >= state.size;
}

/** Nobody can see the bytes of a reported file or of an asset that is hosted elsewhere. */
export function accuracyOf({ origin, fileId, claimed }: DownloadState): Accuracy {
  if (origin === 'tracking' || fileId === null) return 'reported';
  return claimed.isEmpty ? 'observed' : 'claimed';
}

/** Per cent with one decimal, rounded down: 99.9 at most until it is completed (DESIGN.md, section 3). */
export function progressOf(state: DownloadState): number {
  if (state.status === 'completed') return 100;
  if (state.size === 0) return 0;
  return Math.min(99.9, Math.floor((downloadedOf(state) / state.size) * 1000) / 10);
}

/**
 * Places that it takes against `maxDownloads`: one while it lives or once it got a byte, and another for each further
 * 1.5 × size + 64 MiB sent (DESIGN.md, section 3, "What counts"). A reported one takes none.
 */
export function placesOf(state: DownloadState): number {
  if (state.origin === 'tracking') return 0;
  const counts = isLive(state) || state.begunAt !== null || state.status === 'completed';
  const allowance = 1.5 * state.size + 64 * MIB;
  return counts ? Math.max(1, Math.ceil(state.bytesServed / allowance)) : 0;
}
