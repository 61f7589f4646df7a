import type { DownloadState } from '../domain/download-state.js';
import type { Sums } from '../domain/sums.js';

/** The rollups and the states of downloads they follow from. Everything happens in the running transaction. */
export abstract class Figures {
  /**
   * Makes this transaction the only writer of figures until it ends. Batches touch the same hot rows in any order; one
   * after the other they cannot deadlock, and a rebuild can keep them out.
   */
  abstract writeAlone(): Promise<void>;
  /** Takes what is newer than the stored revision, and moves the rollups by the difference. */
  abstract move(news: readonly DownloadState[]): Promise<void>;
  abstract add(sums: Sums): Promise<void>;
  /** The pseudonym takes the person's place: figures stay, the person is forgotten. */
  abstract forget(userId: string, pseudonym: string): Promise<void>;
}
