/**
 * Gathers what comes in during one turn of the event loop and does it together at its end. What every request needs is in
 * the processor's caches then, and so is what every sending needs: each in between would drive the other out.
 */
export class Turn<T> {
  #waiting: T[] = [];

  constructor(private readonly work: (all: readonly T[]) => void) {}

  add(one: T): void {
    if (this.#waiting.push(one) === 1) setImmediate(() => this.end());
  }

  /** Does at once what waits. */
  end(): void {
    const all = this.#waiting;
    this.#waiting = [];
    if (all.length > 0) this.work(all);
  }
}
