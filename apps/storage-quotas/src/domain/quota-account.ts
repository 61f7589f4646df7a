import { TIER_FACTS, type Tier } from '@waybill/kernel';
import { percentOf } from './percent.js';

/** Bounds of the person's settings (offline edition, "Auto-Delete Settings"; issue of the editions for the threshold). */
export const AUTO_DELETE_DAYS = { min: 1, max: 365 } as const;
export const NOTIFICATION_THRESHOLD = { min: 1, max: 100, initial: 80 } as const;

export interface AccountSettings {
  readonly autoDeleteEnabled: boolean;
  /** Null: the person never chose, so the tier's own keeping time counts and follows the tier. */
  readonly autoDeleteDays: number | null;
  /** Per cent. */
  readonly notificationThreshold: number;
}

export interface AccountState extends AccountSettings {
  readonly id: string;
  readonly userId: string;
  /** Counts the changes; 0 is an account that is not stored yet. */
  readonly revision: number;
  readonly tier: Tier;
  readonly heldBytes: number;
  readonly committedBytes: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const INITIAL_SETTINGS: AccountSettings = {
  autoDeleteEnabled: true,
  autoDeleteDays: null,
  notificationThreshold: NOTIFICATION_THRESHOLD.initial,
};

/** A person's room and what of it is used (DESIGN.md, section 4). Immutable; the aggregate is `Quota`. */
export class QuotaAccount {
  private constructor(readonly state: AccountState) {}

  static open(opening: { id: string; userId: string; tier: Tier; now: Date }): QuotaAccount {
    const { now, ...identity } = opening;
    return new QuotaAccount({
      ...identity,
      ...INITIAL_SETTINGS,
      revision: 0,
      heldBytes: 0,
      committedBytes: 0,
      createdAt: now,
      updatedAt: now,
    });
  }

  static restore(state: AccountState): QuotaAccount {
    return new QuotaAccount(state);
  }

  get totalBytes(): number {
    return TIER_FACTS[this.state.tier].totalBytes;
  }

  get usedBytes(): number {
    return this.state.heldBytes + this.state.committedBytes;
  }

  /** Never below 0, also after a downgrade below what is used. */
  get remainingBytes(): number {
    return Math.max(0, this.totalBytes - this.usedBytes);
  }

  /** Above 100 after a downgrade below what is used. */
  get usedPercent(): number {
    return percentOf(this.usedBytes, this.totalBytes);
  }

  get remainingPercent(): number {
    return Math.max(0, 100 - this.usedPercent);
  }

  get shouldAlert(): boolean {
    return this.usedPercent >= this.state.notificationThreshold;
  }

  get autoDeleteDays(): number {
    return this.state.autoDeleteDays ?? TIER_FACTS[this.state.tier].keepDays;
  }

  with(change: Partial<AccountState>): QuotaAccount {
    return new QuotaAccount({ ...this.state, ...change });
  }
}
