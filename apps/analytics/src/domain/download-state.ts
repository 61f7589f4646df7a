export type DownloadStatus = 'pending' | 'downloading' | 'paused' | 'completed' | 'failed' | 'cancelled';
export type Accuracy = 'observed' | 'claimed' | 'reported';

/** What the latest revision of a download says of it; every figure of downloads follows from this alone. */
export interface DownloadState {
  readonly downloadId: string;
  readonly revision: number;
  readonly userId: string;
  /** The stored file, else the asset that is hosted elsewhere; null where neither is known. */
  readonly fileId: string | null;
  readonly fileName: string;
  readonly fileType: string;
  /** The asset's type, which the tasks edition breaks down by. */
  readonly resourceType: string;
  readonly category: string | null;
  /** Bytes of the whole file. */
  readonly size: number;
  readonly accuracy: Accuracy;
  readonly status: DownloadStatus;
  /** Bytes covered, or reported, so far. */
  readonly downloaded: number;
  /** Bytes sent in all, repeats included. */
  readonly bytesServed: number;
  /** Microseconds spent downloading, pauses excluded, as the session observed them. */
  readonly activeUs: number;
  /** Kilobits per second, reported by the client. */
  readonly speedKbps: number | null;
  readonly resumeCount: number;
  /** The first body byte; a reported download begins with its start. Null: it never counted as a download. */
  readonly begunAt: Date | null;
  /** Completed, failed or cancelled. */
  readonly endedAt: Date | null;
  /** When this revision came to be. */
  readonly changedAt: Date;
  /** ISO 3166-1 alpha-2, or `unknown`. */
  readonly country: string;
  /** Fetched by a bot or another automaton, by its user agent. */
  readonly automated: boolean;
}

/** Downloads of no known type are counted under this one (DESIGN.md, section 9). */
export const OTHER_TYPE = 'other';
export const UNKNOWN_COUNTRY = 'unknown';

/** What a completed download moved, and how long that took. */
export interface Pace {
  readonly bytes: number;
  /** Microseconds: a small file at a high speed takes less than a millisecond. */
  readonly us: number;
}

/**
 * The part of the average speed (Σ bytes / Σ active seconds) that one completed download brings. An observed one moved
 * what it was served; a reported one its size, in size / reported speed, else in completion - start (DESIGN.md, section 9).
 */
export function paceOf(state: DownloadState): Pace {
  if (state.status !== 'completed') return { bytes: 0, us: 0 };
  if (state.accuracy !== 'reported') return { bytes: state.bytesServed, us: state.activeUs };
  return { bytes: state.size, us: reportedMicroseconds(state) };
}

function reportedMicroseconds({ speedKbps, size, begunAt, endedAt }: DownloadState): number {
  // Kilobits per second are bits per millisecond.
  if (speedKbps !== null && speedKbps > 0) return Math.round((size * 8_000) / speedKbps);
  if (begunAt === null || endedAt === null) return 0;
  return Math.max(0, endedAt.getTime() - begunAt.getTime()) * 1000;
}
