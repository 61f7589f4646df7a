import { pauseFor } from './persevere.js';

/**
 * One after the other, in the order of asking, as long as nobody takes too long: a turn that is not over after `longestMs`
 * does not hold up the next.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly longestMs: number) {}

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = this.#over(mine);
    return mine;
  }

  async #over(turn: Promise<unknown>): Promise<void> {
    const patience = new AbortController();
    await Promise.race([turn.catch(() => undefined), pauseFor(this.longestMs, patience.signal)]);
    patience.abort();
  }
}
