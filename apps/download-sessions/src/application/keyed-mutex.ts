/** Lets one piece of work at a time run for each key; the others wait for their turn. */
export class KeyedMutex {
  readonly #tails = new Map<string, Promise<undefined>>();

  /** Holds all keys at once; keys are taken in one order, so that two never wait for each other. */
  async run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const [first, ...rest] = [...new Set(keys)].sort();
    if (first === undefined) return work();
    return this.#hold(first, () => this.run(rest, work));
  }

  async #hold<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const turn = Promise.withResolvers<undefined>();
    this.#tails.set(key, turn.promise);
    await before;
    try {
      return await work();
    } finally {
      if (this.#tails.get(key) === turn.promise) this.#tails.delete(key);
      turn.resolve(undefined);
    }
  }
}
