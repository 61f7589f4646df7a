import type { Signal } from '../domain/streams.js';

/** What alert rules are judged by. */
export abstract class AlertMeasures {
  /** Downloads that began and ended since, by how. */
  abstract endedSince(time: Date): Promise<{ failed: number; completed: number }>;
  /** Bytes that were served in the hour that begins then. */
  abstract servedIn(hour: Date): Promise<number>;
  /** The average of the same hour of the seven days before, in bytes. */
  abstract usuallyServedIn(hour: Date): Promise<number>;
  abstract signalsSince(kind: Signal, time: Date): Promise<number>;
}
