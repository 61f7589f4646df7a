import { setTimeout as delay } from 'node:timers/promises';

/** Bytes are granted in steps of this part of a second, so that a slow rate still flows and a fast one costs little. */
const STEP_SECONDS = 0.05;

/**
 * A token bucket: `rate` bytes a second, at most one second's worth saved up while nothing is sent. It begins empty, so
 * that the first ten seconds of a download are exact as well.
 */
export class TokenBucket {
  #tokens = 0;
  #at: number;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    readonly rate: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#at = now();
  }

  /** Takes up to `wanted` bytes, waiting until a step's worth is there; those who share a bucket take turns. */
  take(wanted: number, signal: AbortSignal): Promise<number> {
    const turn = this.#turn.then(() => this.#wait(wanted, signal));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Puts back what was taken and could not be sent. */
  give(bytes: number): void {
    this.#tokens += bytes;
  }

  async #wait(wanted: number, signal: AbortSignal): Promise<number> {
    const step = Math.max(1, Math.min(wanted, Math.ceil(this.rate * STEP_SECONDS)));
    this.#refill();
    while (this.#tokens < step) {
      signal.throwIfAborted();
      await delay(Math.max(1, ((step - this.#tokens) / this.rate) * 1000), undefined, { signal });
      this.#refill();
    }
    const granted = Math.min(wanted, Math.floor(this.#tokens));
    this.#tokens -= granted;
    return granted;
  }

  #refill(): void {
    const now = this.now();
    this.#tokens = Math.min(this.rate, this.#tokens + ((now - this.#at) / 1000) * this.rate);
    this.#at = now;
  }
}
