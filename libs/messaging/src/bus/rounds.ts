import { Turns } from './turns.js';

/** One round's answer to each of its items, in their order. */
export type Outcome<R> = { readonly value: R } | { readonly error: unknown };

export interface RoundLimits<T> {
  /** Where other work has to take turns with the rounds. */
  readonly turns?: Turns;
  /** No more than this together in one round, by `weigh`; one item alone may weigh more. */
  readonly most?: number;
  readonly weigh?: (item: T) => number;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (value: R) => void;
  readonly reject: (error: unknown) => void;
}

/** A round that takes longer does not hold up the next. */
const LONGEST_MS = 5_000;

/**
 * Work that costs the same for one and for many: what is asked for at the same moment, or while a round runs, is done
 * together in the next one. Rounds follow each other.
 */
export class Rounds<T, R> {
  readonly #waiting: Waiting<T, R>[] = [];
  readonly #turns: Turns;
  #isCalled = false;

  constructor(
    private readonly work: (items: readonly T[]) => Promise<readonly Outcome<R>[]>,
    private readonly limits: RoundLimits<T> = {},
  ) {
    this.#turns = limits.turns ?? new Turns(LONGEST_MS);
  }

  join(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#call();
    });
  }

  #call(): void {
    if (this.#isCalled) return;
    this.#isCalled = true;
    setImmediate(() => void this.#turns.take(() => this.#round()));
  }

  async #round(): Promise<void> {
    this.#isCalled = false;
    const round = this.#waiting.splice(0, this.#fitting());
    if (this.#waiting.length > 0) this.#call();
    try {
      const outcomes = await this.work(round.map(({ item }) => item));
      round.forEach((waiting, index) => settle(waiting, outcomes[index]));
    } catch (error) {
      for (const { reject } of round) reject(error);
    }
  }

  #fitting(): number {
    const { most = Infinity, weigh = () => 1 } = this.limits;
    let weight = 0;
    const tooMuch = this.#waiting.findIndex(({ item }) => (weight += weigh(item)) > most);
    return tooMuch < 0 ? this.#waiting.length : Math.max(1, tooMuch);
  }
}

function settle<R>({ resolve, reject }: Waiting<unknown, R>, outcome: Outcome<R> | undefined): void {
  if (outcome === undefined) reject(new TypeError('A round left an item without an answer'));
  else if ('error' in outcome) reject(outcome.error);
  else resolve(outcome.value);
}
