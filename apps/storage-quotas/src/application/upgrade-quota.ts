import { Injectable } from '@nestjs/common';
import { Clock, type Tier } from '@waybill/kernel';
import { assertMayTake } from '../domain/promotion.js';
import { type QuotaAccount } from '../domain/quota-account.js';
import { Quotas } from '../domain/quotas.js';
import { type Asking } from './initialize-quota.js';
import { Subscriptions } from './subscriptions.js';

/** Sets the account's tier, up or down. @throws DomainError `SUBSCRIPTION_REQUIRED` */
@Injectable()
export class UpgradeQuota {
  constructor(
    private readonly quotas: Quotas,
    private readonly subscriptions: Subscriptions,
    private readonly clock: Clock,
  ) {}

  async execute(asking: Asking, tier: Tier): Promise<QuotaAccount> {
    const { userId, ...claim } = asking;
    const subscription = await this.subscriptions.find(userId);
    assertMayTake(tier, { ...claim, subscription }, this.clock.now());
    return this.quotas.open(
      { userId },
      () => tier,
      (quota) => {
        quota.changeTier(tier);
        return quota.account;
      },
    );
  }
}
