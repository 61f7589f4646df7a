import { pauseFor } from './persevere.js';

/** Keeps rounds apart: the first one after a pause begins at once, the next no sooner than `milliseconds` after it. */
export class Pace {
  #before = -Infinity;

  constructor(private readonly milliseconds: number) {}

  async keep(signal?: AbortSignal): Promise<void> {
    const wait = this.#before + this.milliseconds - performance.now();
    if (wait > 0) await pauseFor(wait, signal);
    this.#before = performance.now();
  }
}
