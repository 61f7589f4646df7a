/** At most so many retries a second, so that retrying never doubles the load on a service that is in trouble. */
export class RetryBudget {
  #tokens: number;
  #refilled = Date.now();

  constructor(private readonly perSecond: number) {
    this.#tokens = perSecond;
  }

  take(now: number = Date.now()): boolean {
    // A clock may be set back: nothing is taken away for it.
    const earned = (Math.max(0, now - this.#refilled) / 1000) * this.perSecond;
    this.#tokens = Math.min(this.perSecond, this.#tokens + earned);
    this.#refilled = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
