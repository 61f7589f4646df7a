/** Waits until woken or until a time is over; being woken while nobody waits is remembered. */
export class WakeUp {
  #woken = false;
  #resolve: ((value: undefined) => void) | undefined;

  wake(): void {
    this.#woken = true;
    this.#resolve?.(undefined);
  }

  /** True where the time was over first. */
  async wait(milliseconds: number): Promise<boolean> {
    if (!this.#woken) await this.#sleep(milliseconds);
    const timedOut = !this.#woken;
    this.#woken = false;
    return timedOut;
  }

  async #sleep(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#resolve = resolve;
    const timer = setTimeout(resolve, milliseconds, undefined);
    await promise;
    clearTimeout(timer);
    this.#resolve = undefined;
  }
}
