import { setTimeout as delay } from 'node:timers/promises';

/** What is wrong with a link, for tests: `open` is nothing, `cut` breaks connections, `hung` carries no byte. */
export type LinkState = 'open' | 'cut' | 'hung';

export interface Fault {
  readonly state: LinkState;
  /** Milliseconds that each piece of bytes takes longer, in each direction. */
  readonly delayMs: number;
}

export const NO_FAULT: Fault = { state: 'open', delayMs: 0 };

/** The fault of one link, which may change while connections are open. */
export class Passage {
  #fault = NO_FAULT;
  #change = Promise.withResolvers<undefined>();

  get fault(): Fault {
    return this.#fault;
  }

  set fault(fault: Fault) {
    this.#fault = fault;
    this.#change.resolve(undefined);
    this.#change = Promise.withResolvers<undefined>();
  }

  get isFree(): boolean {
    return this.#fault.state === 'open' && this.#fault.delayMs === 0;
  }

  /** Resolves when a piece of bytes may go on. */
  async pass(): Promise<void> {
    if (this.#fault.delayMs > 0) await delay(this.#fault.delayMs);
    while (this.#fault.state === 'hung') await this.#change.promise;
  }
}
