import { Injectable } from '@nestjs/common';
import { Clock, type Tier } from '@waybill/kernel';
import { assertMayTake, type Claim, openingTier } from '../domain/promotion.js';
import { type QuotaAccount } from '../domain/quota-account.js';
import { Quotas } from '../domain/quotas.js';
import { Subscriptions } from './subscriptions.js';

export interface Asking extends Omit<Claim, 'subscription'> {
  readonly userId: string;
}

export interface Initialized {
  readonly account: QuotaAccount;
  /** False where the person had one, which is left as it is. */
  readonly made: boolean;
}

/**
 * Makes the person's account, with `free` where no tier is named (offline edition, 3.4) and no subscription says more.
 * @throws DomainError `SUBSCRIPTION_REQUIRED`
 */
@Injectable()
export class InitializeQuota {
  constructor(
    private readonly quotas: Quotas,
    private readonly subscriptions: Subscriptions,
    private readonly clock: Clock,
  ) {}

  async execute(asking: Asking, wanted: Tier | null): Promise<Initialized> {
    const { userId, ...claim } = asking;
    const now = this.clock.now();
    const subscription = await this.subscriptions.find(userId);
    if (wanted !== null) assertMayTake(wanted, { ...claim, subscription }, now);
    return this.quotas.open(
      { userId },
      (known) => wanted ?? openingTier('free', known, now),
      ({ account }, made) => ({ account, made }),
    );
  }
}
