export interface LimitPolicy {
  /** In the headers: `person`. */
  readonly name: string;
  readonly perSecond: number;
  /** How many at once, after a rest. */
  readonly burst: number;
}

export interface Verdict {
  readonly allowed: boolean;
  /** How many more would pass right now. */
  readonly remaining: number;
  /** Until the whole burst is there again. */
  readonly resetSeconds: number;
  /** Until one more passes; 0 where one would. */
  readonly retryAfterSeconds: number;
}

/** Counts requests. One per process, or one for all replicas behind a store they share. */
export abstract class RateLimiter {
  abstract consume(key: string, policy: LimitPolicy): Promise<Verdict>;
}
