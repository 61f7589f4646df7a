import type { Order } from '../../domain/order.js';
import type { Subscription } from '../../domain/subscription.js';

export function presentOrder(order: Order) {
  return {
    id: order.id,
    userId: order.userId,
    assetId: order.assetId,
    status: order.status,
    quantity: order.quantity,
    price: order.price,
    orderedAt: order.orderedAt.toISOString(),
    changedAt: order.changedAt.toISOString(),
  };
}

export function presentSubscription(subscription: Subscription) {
  return {
    userId: subscription.userId,
    tier: subscription.tier,
    validUntil: subscription.validUntil?.toISOString() ?? null,
    changedAt: subscription.changedAt.toISOString(),
  };
}

export function presentErasure(userId: string, erasedAt: Date) {
  return { userId, erasedAt: erasedAt.toISOString() };
}
