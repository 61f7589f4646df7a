import type { DownloadState } from '../domain/download-state.js';

/** Everything of a person that has not ended, reported ones too. */
export interface Queue {
  /** by priority, then age; bounded */
  readonly downloads: readonly DownloadState[];
  /** how many there are, shown or not */
  readonly count: number;
}

/** The queue is a view of the sessions, not a second truth (DESIGN.md, section 3). */
export abstract class QueueQueries {
  abstract ofPerson(userId: string): Promise<Queue>;
}
