import type { Stop } from './stops.js';

/** The durable list of stopped downloads. */
export abstract class StoppedDownloads {
  /** Adds stops and tells every replica once they are committed. Older news never takes anything back. */
  abstract add(stops: readonly Stop[], at: Date): Promise<void>;

  abstract all(): Promise<readonly Stop[]>;

  abstract some(downloadIds: readonly string[]): Promise<readonly Stop[]>;

  /** Forgets those stopped before a time at which no ticket of theirs can be alive any more; gives how many. */
  abstract prune(before: Date): Promise<number>;
}
