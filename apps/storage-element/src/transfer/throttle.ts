import type { TokenBucket } from './token-bucket.js';

/** What a body may send now. Without buckets everything, at once. */
export class Throttle {
  static readonly none = new Throttle([]);

  constructor(private readonly buckets: readonly TokenBucket[]) {}

  get isOpen(): boolean {
    return this.buckets.length === 0;
  }

  /** The most that every bucket grants, waiting for the slowest; rejects when `signal` aborts. */
  async take(wanted: number, signal: AbortSignal): Promise<number> {
    let granted = wanted;
    for (const [index, bucket] of this.buckets.entries()) {
      const part = await bucket.take(granted, signal);
      for (const earlier of this.buckets.slice(0, index)) earlier.give(granted - part);
      granted = part;
    }
    return granted;
  }

  give(bytes: number): void {
    for (const bucket of this.buckets) bucket.give(bytes);
  }
}
