import { type Batch, PartitionLost } from '../bus/event-bus.js';
import { pauseFor } from '../bus/persevere.js';

/** Well under any carrier's session timeout. */
const BEAT_MS = 1_000;

/** Beats for the batch while `work` runs. The work goes on where the partition is lost: the inbox holds, `done` tells. */
export async function whileBeating<T>(batch: Batch, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void batch.heartbeat().catch(() => clearInterval(timer)), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Waits with beats; throws `PartitionLost` where the batch is to end, so that nobody starts anything new. */
export async function pauseWithBeats(batch: Batch, milliseconds: number): Promise<void> {
  await whileBeating(batch, () => pauseFor(milliseconds, batch.signal));
  throwIfEnded(batch);
}

export function throwIfEnded(batch: Batch): void {
  if (batch.signal.aborted) throw new PartitionLost(batch.topic, batch.partition);
}
