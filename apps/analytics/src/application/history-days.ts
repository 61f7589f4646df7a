/** The days that the history is divided into, `YYYY-MM-DD`, UTC. */
export abstract class HistoryDays {
  /** Makes what is missing. Returns how many were made. */
  abstract ensure(days: readonly string[]): Promise<number>;
  /** Days that have events or are made ahead, earliest first. */
  abstract days(): Promise<string[]>;
  /** Takes a day out of the history, for good as a whole one; a late event of that day opens it anew. */
  abstract detach(day: string): Promise<void>;
  /** Days that were taken out and wait for the archive. */
  abstract detachedDays(): Promise<string[]>;
  /** The position of a detached day's first event, which no other part of that day has; null where it has none. */
  abstract firstDetached(day: string): Promise<string | null>;
  /** The events of a detached day, each as JSON text, in the order they came. */
  abstract detachedEvents(day: string): AsyncIterable<string>;
  abstract drop(day: string): Promise<void>;
}
