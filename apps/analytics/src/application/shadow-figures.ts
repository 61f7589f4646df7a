import type { DownloadState } from '../domain/download-state.js';
import type { Sums } from '../domain/sums.js';

/** A second set of figures, filled beside the one that is read and then put in its place. */
export abstract class ShadowFigures {
  /**
   * Takes what is summed from single events of the days before over as it is, and what settled downloads add; all else
   * begins empty. What an earlier, broken off try left is dropped.
   */
  abstract open(firstDay: string): Promise<void>;
  /** Stored states of which the history since that day does not tell: last changed before it, or beyond its reach. By id. */
  abstract statesBefore(firstDay: string, afterId: string, limit: number): Promise<DownloadState[]>;
  /** Stored states count as they are, settled or not. */
  abstract take(states: readonly DownloadState[]): Promise<void>;
  abstract move(news: readonly DownloadState[]): Promise<void>;
  abstract add(sums: Sums): Promise<void>;
  /** Puts them in the place of the figures that are read. */
  abstract swap(): Promise<void>;
}
