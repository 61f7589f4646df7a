import type { DownloadState } from '../domain/download-state.js';

/** Figures of downloads that are long over: what they add stays, the states that it follows from go. */
export abstract class SettledFigures {
  /**
   * From now on, news of downloads that began before that day count only where their state is still stored. The line never
   * goes back: who raises the keeping time must not count a settled download a second time.
   */
  abstract advance(day: string): Promise<void>;
  /** At most `limit` stored states of downloads that began and ended before the line. */
  abstract overdue(limit: number): Promise<DownloadState[]>;
  /** Lets the states go, in a rebuild that is under way as well, and keeps what they add for the rebuilds to come. */
  abstract settle(states: readonly DownloadState[]): Promise<void>;
}
