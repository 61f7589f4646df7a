import { Controller } from '@nestjs/common';
import { subscriptionChanged, type SubscriptionChanged } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { ChangeSubscription } from '../application/change-subscription.js';

/** Listens to `waybill.subscriptions.v1`. */
@Controller()
export class SubscriptionsConsumer {
  constructor(private readonly change: ChangeSubscription) {}

  @OnEvent(subscriptionChanged)
  changed({ userId, tier, validUntil, changedAt }: SubscriptionChanged) {
    return this.change.execute({
      userId,
      tier,
      validUntil: validUntil === null ? null : new Date(validUntil),
      changedAt: new Date(changedAt),
    });
  }
}
