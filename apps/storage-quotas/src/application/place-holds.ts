import { Injectable } from '@nestjs/common';
import { Clock, DomainError, SECOND, TIER_FACTS, type Tier } from '@waybill/kernel';
import { openingTier } from '../domain/promotion.js';
import { type Quota } from '../domain/quota.js';
import { Quotas } from '../domain/quotas.js';
import { QuotaMetrics } from './quota-metrics.js';
import { QuotaSettings } from './quota-settings.js';

export interface HoldRequest {
  readonly downloadId: string;
  readonly generation: number;
  readonly bytes: number;
}

export interface HoldsOfPerson {
  readonly userId: string;
  /** Of the caller's token: the tier of an account that is made now. */
  readonly tier: Tier;
  readonly items: readonly HoldRequest[];
}

export interface PlacedHold {
  readonly downloadId: string;
  readonly bytes: number;
  /** The account's, which is the one that counts. */
  readonly tier: Tier;
  /** How long the tier keeps a copy. */
  readonly keepDays: number;
  readonly remainingBytes: number;
}

export type HoldOutcome =
  | { readonly downloadId: string; readonly hold: PlacedHold }
  | { readonly downloadId: string; readonly error: DomainError };

/** Places tentative holds, each or none by itself, in order. */
@Injectable()
export class PlaceHolds {
  constructor(
    private readonly quotas: Quotas,
    private readonly clock: Clock,
    private readonly settings: QuotaSettings,
    private readonly metrics: QuotaMetrics,
  ) {}

  async execute(request: HoldsOfPerson): Promise<HoldOutcome[]> {
    const outcomes = await this.place(request);
    for (const outcome of outcomes) this.metrics.asked('error' in outcome ? outcome.error.code : 'placed');
    return outcomes;
  }

  private place({ userId, tier, items }: HoldsOfPerson): Promise<HoldOutcome[]> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + this.settings.leaseSeconds * SECOND);
    const downloadIds = items.map(({ downloadId }) => downloadId);
    return this.quotas.open(
      { userId, downloadIds },
      (subscription) => openingTier(tier, subscription, now),
      (quota) => items.map((item) => attempt(quota, item, until)),
    );
  }
}

function attempt(quota: Quota, { downloadId, generation, bytes }: HoldRequest, until: Date): HoldOutcome {
  try {
    const placed = quota.place(downloadId, { generation, bytes, until });
    return { downloadId, hold: describe(quota, downloadId, placed.weight) };
  } catch (error) {
    if (error instanceof DomainError) return { downloadId, error };
    throw error;
  }
}

function describe({ account }: Quota, downloadId: string, bytes: number): PlacedHold {
  const { tier } = account.state;
  const { keepDays } = TIER_FACTS[tier];
  return { downloadId, bytes, tier, keepDays, remainingBytes: account.remainingBytes };
}
