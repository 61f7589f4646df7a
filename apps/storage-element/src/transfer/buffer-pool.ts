/** Buffers of one size that are used again. A buffer comes back only when nothing can write from it any more. */
export class BufferPool {
  readonly #idle: Buffer[] = [];
  #lent = 0;

  /** `keep` is how many idle ones are kept. */
  constructor(
    readonly size: number,
    readonly keep: number,
  ) {}

  /** How many are out: 0 when nothing is being sent. */
  get lent(): number {
    return this.#lent;
  }

  take(): Buffer {
    this.#lent += 1;
    return this.#idle.pop() ?? Buffer.allocUnsafeSlow(this.size);
  }

  give(buffer: Buffer): void {
    this.#lent -= 1;
    if (this.#idle.length < this.keep) this.#idle.push(buffer);
  }

  /** For a buffer whose write was never answered: the socket may still hold it, so it is left to the collector. */
  abandon(): void {
    this.#lent -= 1;
  }
}
