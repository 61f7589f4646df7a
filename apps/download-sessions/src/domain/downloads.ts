import type { Quality } from '@waybill/kernel';
import type { Download } from './download.js';

/** A download and whose it must be. */
export interface DownloadRef {
  readonly id: string;
  readonly userId: string;
}

/** What one person may have one live download of. */
export interface Rendition {
  readonly userId: string;
  readonly assetId: string;
  readonly quality: Quality | null;
}

/** The person's other downloads, as far as they matter for one. */
export interface Lane {
  /** whether one more may run */
  readonly hasPlace: boolean;
}

/** Which downloads to change together. Deleted ones are in none but `ids` and `of`. */
export type Selection =
  | { readonly by: 'ids'; readonly ids: readonly string[] }
  /** everything of one person, reported ones excepted */
  | { readonly by: 'person'; readonly userId: string }
  | { readonly by: 'live-file'; readonly fileId: string }
  | { readonly by: 'running-silent'; readonly before: Date }
  | { readonly by: 'never-fetched'; readonly before: Date }
  | { readonly by: 'paused'; readonly before: Date }
  | { readonly by: 'kept-until'; readonly now: Date }
  | { readonly by: 'auto-delete'; readonly now: Date }
  /** ended, and created before */
  | { readonly by: 'old'; readonly userId: string; readonly createdBefore: Date }
  /** copies whose time is over, marked as expired or not yet */
  | { readonly by: 'expired'; readonly userId: string; readonly now: Date }
  | {
      readonly by: 'ended';
      readonly userId: string;
      readonly statuses: readonly ('completed' | 'failed' | 'cancelled')[];
      readonly before: Date;
    };

/**
 * The store of downloads. It owns locks, transactions and the outbox: each call is one transaction (or takes part in
 * the running one), and what happened to a download leaves with it.
 */
export abstract class Downloads {
  /**
   * Stores new ones.
   * @returns for each, in order, the live download that was there before, or null where it was added
   */
  abstract add(downloads: readonly Download[]): Promise<readonly (string | null)[]>;

  /** @throws DomainError `DOWNLOAD_NOT_FOUND`, for another person's and for a deleted one too */
  abstract get(ref: DownloadRef): Promise<Download>;

  /** The live downloads of these renditions, by `renditionKey`. */
  abstract findLive(renditions: readonly Rendition[]): Promise<ReadonlyMap<string, Download>>;

  /**
   * Changes one under its person's lock; a place that it frees goes to the next in the queue.
   * @throws DomainError as `get` does, and what `change` throws: then nothing happened
   */
  abstract update<T>(ref: DownloadRef, change: (download: Download, lane: Lane) => T): Promise<T>;

  /**
   * Changes them all in one transaction: everything that is named by id, else the next portion of what fits.
   * @returns those that were found, changed or not
   */
  abstract updateEach(
    selection: Selection,
    change: (download: Download) => void,
  ): Promise<readonly Download[]>;

  /** How many they are, and what deleting them would free. */
  abstract weigh(selection: Selection): Promise<{ readonly count: number; readonly freedBytes: number }>;

  /** Gives free places to those who wait, wherever a freed one was missed. Answers how many were promoted. */
  abstract promoteWaiting(): Promise<number>;

  /** Drops every row of a person: the events have told what there was to tell. */
  abstract forget(userId: string): Promise<void>;
}

export function renditionKey({ userId, assetId, quality }: Rendition): string {
  return JSON.stringify([userId, assetId, quality]);
}
