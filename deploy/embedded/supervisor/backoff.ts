/** A process that lived so long had started well: what ends it then is news, not a repetition. */
const STEADY_MS = 5_000;
const FIRST_MS = 100;
const LONGEST_MS = 30_000;

/** When to start a process again: at once, then after 1, 2, 4 … 30 s while it keeps dying. */
export class Backoff {
  #failures = 0;

  /** How often it has died in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** Milliseconds to wait after a process that lived `livedMs` has ended. */
  next(livedMs: number): number {
    this.#failures = livedMs >= STEADY_MS ? 1 : this.#failures + 1;
    return this.#failures === 1 ? FIRST_MS : Math.min(1_000 * 2 ** (this.#failures - 2), LONGEST_MS);
  }
}
