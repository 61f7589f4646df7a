import { type Tier } from '@waybill/kernel';
import { type DownloadNews, Hold, type Lease } from './hold.js';
import { insufficientStorage } from './quota.errors.js';
import { type AccountSettings, type QuotaAccount } from './quota-account.js';

/** What the person will be told when the use rose to the threshold. */
export interface ThresholdCrossing {
  readonly usedBytes: number;
  readonly totalBytes: number;
  readonly usedPercent: number;
  readonly threshold: number;
}

/** One person's account with those of his holds that a change concerns. It keeps what a save must write. */
export class Quota {
  readonly #before: QuotaAccount;
  readonly #holds: Map<string, Hold>;
  readonly #changed = new Map<string, Hold>();
  #account: QuotaAccount;
  #reserved = 0;

  constructor(account: QuotaAccount, holds: readonly Hold[]) {
    this.#before = account;
    this.#account = account;
    this.#holds = new Map(holds.map((hold) => [hold.snapshot.downloadId, hold]));
  }

  get account(): QuotaAccount {
    return this.#account;
  }

  /** The account as it was found. */
  get before(): QuotaAccount {
    return this.#before;
  }

  get changedHolds(): readonly Hold[] {
    return [...this.#changed.values()];
  }

  /** Bytes that this change asked for by `place`, which the room must have when it is saved. */
  get reservedBytes(): number {
    return this.#reserved;
  }

  get accountChanged(): boolean {
    return this.#account !== this.#before || this.#account.state.revision === 0;
  }

  /** Not null where this change took the use to the threshold from below it. */
  get crossing(): ThresholdCrossing | null {
    if (this.#before.shouldAlert || !this.#account.shouldAlert) return null;
    const { usedBytes, totalBytes, usedPercent, state } = this.#account;
    return { usedBytes, totalBytes, usedPercent, threshold: state.notificationThreshold };
  }

  /**
   * Reserves room for one download, or finds it reserved.
   * @throws DomainError `INSUFFICIENT_STORAGE`, `INVALID_STATE`
   */
  place(downloadId: string, lease: Lease): Hold {
    const before = this.hold(downloadId);
    const after = before.reserve(lease);
    const more = after.heldBytes - before.heldBytes;
    if (more > this.#account.remainingBytes) throw this.shortage(more);
    this.#reserved += more;
    return this.put(before, after);
  }

  /** What an event says is true already, so it is never refused for want of room. */
  follow(news: DownloadNews): void {
    const before = this.hold(news.downloadId);
    this.put(before, before.follow(news));
  }

  release(downloadId: string, generation: number): void {
    const before = this.hold(downloadId);
    this.put(before, before.release(generation));
  }

  /** @returns how many leases had run out */
  expireLeases(now: Date): number {
    const expired = [...this.#holds.values()].map((hold) => [hold, hold.expireLease(now)] as const);
    const changed = expired.filter(([before, after]) => before !== after);
    changed.forEach(([before, after]) => this.put(before, after));
    return changed.length;
  }

  /** Up or down; over the total nothing is deleted, only new holds are refused (DESIGN.md, section 4). */
  changeTier(tier: Tier): void {
    if (tier !== this.#account.state.tier) this.#account = this.#account.with({ tier });
  }

  changeSettings(change: Partial<AccountSettings>): void {
    const { state } = this.#account;
    const wanted = { ...settingsOf(state), ...change };
    if (!sameSettings(wanted, state)) this.#account = this.#account.with(wanted);
  }

  /** Sets the sums to what the holds say, where the two have drifted apart. */
  correct(sums: { heldBytes: number; committedBytes: number }): void {
    const { heldBytes, committedBytes } = this.#account.state;
    this.move(sums.heldBytes - heldBytes, sums.committedBytes - committedBytes);
  }

  private hold(downloadId: string): Hold {
    return this.#holds.get(downloadId) ?? Hold.none(downloadId, this.#account.state.userId);
  }

  private put(before: Hold, after: Hold): Hold {
    if (before === after) return after;
    this.#holds.set(after.snapshot.downloadId, after);
    this.#changed.set(after.snapshot.downloadId, after);
    this.move(after.heldBytes - before.heldBytes, after.committedBytes - before.committedBytes);
    return after;
  }

  private move(held: number, committed: number): void {
    if (held === 0 && committed === 0) return;
    const { heldBytes, committedBytes } = this.#account.state;
    this.#account = this.#account.with({
      heldBytes: heldBytes + held,
      committedBytes: committedBytes + committed,
    });
  }

  private shortage(requiredBytes: number) {
    const { remainingBytes, totalBytes } = this.#account;
    return insufficientStorage({ requiredBytes, remainingBytes, totalBytes });
  }
}

function settingsOf(state: AccountSettings): AccountSettings {
  const { autoDeleteEnabled, autoDeleteDays, notificationThreshold } = state;
  return { autoDeleteEnabled, autoDeleteDays, notificationThreshold };
}

function sameSettings(one: AccountSettings, other: AccountSettings): boolean {
  return (
    one.autoDeleteEnabled === other.autoDeleteEnabled &&
    one.autoDeleteDays === other.autoDeleteDays &&
    one.notificationThreshold === other.notificationThreshold
  );
}
