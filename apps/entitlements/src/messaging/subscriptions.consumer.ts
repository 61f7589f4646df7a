import { Controller } from '@nestjs/common';
import { subscriptionChanged, type SubscriptionChanged } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { Subscriptions } from '../application/subscriptions.js';

/** Billing outside. */
@Controller()
export class SubscriptionsConsumer {
  constructor(private readonly subscriptions: Subscriptions) {}

  @OnEvent(subscriptionChanged)
  async changed({ userId, tier, validUntil, changedAt }: SubscriptionChanged): Promise<void> {
    const until = validUntil === null ? null : new Date(validUntil);
    await this.subscriptions.learn({ userId, tier, validUntil: until, changedAt: new Date(changedAt) });
  }
}
