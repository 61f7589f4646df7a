import type { WindowState } from '../domain/generated-link.js';
import type { Claim } from '../domain/order.js';

export interface WindowAnswer {
  readonly state: WindowState;
  /** names what was taken, to give it back; null where nothing was left */
  readonly taken: string | null;
}

/** Counts generated links of one person and asset in a sliding window (GRANT_LIMIT); whatever the concurrency, exactly. */
export abstract class GrantWindow {
  abstract take(claim: Claim, now: Date): Promise<WindowAnswer>;

  abstract peek(claim: Claim, now: Date): Promise<WindowState>;

  /** The link that was counted never came to be. */
  abstract giveBack(claim: Claim, taken: string): Promise<void>;

  /** Drops what has left the window. Answers how many. */
  abstract prune(now: Date): Promise<number>;

  abstract forget(userId: string): Promise<void>;
}
