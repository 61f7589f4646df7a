import type { TransferAccount } from './transfer-account.js';

/**
 * Looks at accounts again and again, a while after they came, until each is done with. Kept until the next flush,
 * thousands of them would outlive the young generation, and collecting them costs more than sending 64 KiB.
 */
export class Looks {
  #waiting: TransferAccount[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly everyMs: number,
    private readonly isDone: (account: TransferAccount) => boolean,
  ) {}

  add(account: TransferAccount): void {
    this.#waiting.push(account);
    this.#timer ??= setTimeout(() => this.#look(), this.everyMs);
  }

  /** Somebody else sees to those that still wait. */
  forget(): void {
    this.#waiting = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const account of waiting) if (!this.isDone(account)) this.add(account);
  }
}
