import { type Tier } from '@waybill/kernel';
import { type Quota } from './quota.js';
import { type QuotaAccount } from './quota-account.js';
import { type Subscription } from './promotion.js';

/** Whose quota a change concerns, and which of his holds it needs to see. */
export interface QuotaScope {
  readonly userId: string;
  readonly downloadIds?: readonly string[];
}

/** The tier of the account to make where the person has none, from the last `subscription.changed` if any came. */
export type ChooseTier = (subscription: Subscription | null) => Tier;

/**
 * The accounts with their holds. A change runs under the account's lock, in one transaction with the save and the
 * events that tell of it; it does no I/O and may run more than once.
 */
export abstract class Quotas {
  /** Makes the account where there is none; many first uses at once make one. */
  abstract open<T>(
    scope: QuotaScope,
    tier: ChooseTier,
    change: (quota: Quota, made: boolean) => T,
  ): Promise<T>;

  /** As `open`, for many people in one transaction. */
  abstract openEach(
    scopes: readonly QuotaScope[],
    tier: ChooseTier,
    change: (quota: Quota) => void,
  ): Promise<void>;

  /** Null, and no change, where the person has no account. */
  abstract update<T>(scope: QuotaScope, change: (quota: Quota) => T): Promise<T | null>;

  abstract find(userId: string): Promise<QuotaAccount | null>;

  /** Whose download a hold is for; null where nothing is known of it. */
  abstract ownerOf(downloadId: string): Promise<string | null>;

  /** People with leases that ran out, and those leases' downloads: at most `limit` downloads, the oldest first. */
  abstract overdueLeases(now: Date, limit: number): Promise<Required<QuotaScope>[]>;

  /** Removes the account and its holds without a trace of the person. */
  abstract forget(userId: string): Promise<void>;

  /** Removes what is only remembered of downloads that ended before. @returns how many */
  abstract forgetEndedBefore(time: Date): Promise<number>;
}
