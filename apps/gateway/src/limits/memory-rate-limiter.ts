import { gcra } from './gcra.js';
import { type LimitPolicy, RateLimiter, type Verdict } from './rate-limiter.js';

const SWEEP_EVERY = 10_000;
const MAX_KEYS = 200_000;

/** In this process's memory. A full bucket is the same as none, so what is full is forgotten. */
export class MemoryRateLimiter extends RateLimiter {
  readonly #fullAt = new Map<string, number>();
  #untilSweep = SWEEP_EVERY;

  constructor(private readonly now: () => number = Date.now) {
    super();
  }

  override consume(key: string, policy: LimitPolicy): Promise<Verdict> {
    const now = this.now();
    this.#sweep(now);
    const { verdict, next } = gcra(this.#fullAt.get(key), policy, now);
    this.#fullAt.delete(key);
    this.#fullAt.set(key, next);
    return Promise.resolve(verdict);
  }

  get size(): number {
    return this.#fullAt.size;
  }

  #sweep(now: number): void {
    this.#untilSweep -= 1;
    if (this.#untilSweep > 0) return;
    this.#untilSweep = SWEEP_EVERY;
    for (const [key, fullAt] of this.#fullAt)
      if (fullAt <= now * 1000 || this.#fullAt.size > MAX_KEYS) this.#fullAt.delete(key);
  }
}
