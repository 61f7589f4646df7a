/** So many calls in a row without an answer: the service is taken for gone. */
const SILENT_CALLS = 10;

/**
 * Spares callers the wait for a service that does not answer. Once it has been silent to several calls in a row, a call goes out
 * only after a sign of life; all who ask in the meantime wait for the same one.
 */
export class Circuit {
  #silent = 0;
  #looking: Promise<boolean> | undefined;

  /** @param look rejects where there is no sign of life, and does so soon */
  constructor(private readonly look: () => Promise<void>) {}

  /** False where the call would only wait for nothing. */
  admits(): Promise<boolean> {
    if (this.#silent < SILENT_CALLS) return Promise.resolve(true);
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  answered(): void {
    this.#silent = 0;
  }

  stayedSilent(): void {
    this.#silent += 1;
  }

  async #look(): Promise<boolean> {
    try {
      await this.look();
    } catch {
      return false;
    }
    this.answered();
    return true;
  }
}
