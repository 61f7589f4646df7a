import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { type Subscription, tierOf } from '../domain/promotion.js';
import { Quotas } from '../domain/quotas.js';
import { Subscriptions } from './subscriptions.js';

/** Moves the account's tier up or down; a person without an account gets it when his is made. */
@Injectable()
export class ChangeSubscription {
  constructor(
    private readonly transactions: Transactions,
    private readonly subscriptions: Subscriptions,
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  execute(subscription: Subscription): Promise<void> {
    return this.transactions.run(async () => {
      if (!(await this.subscriptions.record(subscription))) return;
      const tier = tierOf(subscription, this.clock.now());
      await this.quotas.update({ userId: subscription.userId }, (quota) => quota.changeTier(tier));
    });
  }
}
