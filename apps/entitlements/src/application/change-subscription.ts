import { Injectable } from '@nestjs/common';
import { subscriptionChanged } from '@waybill/contracts';
import { Clock } from '@waybill/kernel';
import { Outbox, Transactions } from '@waybill/messaging';
import type { Subscription } from '../domain/subscription.js';
import { Subscriptions } from './subscriptions.js';

/** Writes the tier that a person pays for. */
@Injectable()
export class ChangeSubscription {
  constructor(
    private readonly transactions: Transactions,
    private readonly subscriptions: Subscriptions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async execute(statement: Omit<Subscription, 'changedAt'>): Promise<Subscription> {
    return this.transactions.run(async (tx) => {
      const subscription = await this.subscriptions.put(statement, this.clock.now());
      await this.outbox.append(tx, subscriptionChanged, {
        userId: subscription.userId,
        tier: subscription.tier,
        validUntil: subscription.validUntil?.toISOString() ?? null,
        changedAt: subscription.changedAt.toISOString(),
      });
      return subscription;
    });
  }
}
