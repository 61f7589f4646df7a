import { Injectable } from '@nestjs/common';
import { orderChanged } from '@waybill/contracts';
import { Clock } from '@waybill/kernel';
import { Outbox, Transactions } from '@waybill/messaging';
import { claimsLost, type Order } from '../domain/order.js';
import { type OrderChange, Orders, type OrderStatement } from './orders.js';
import { RevokeClaims } from './revoke-claims.js';

/** Writes an order as the administration states it, or learns it from the shop; takes back what it no longer gives. */
@Injectable()
export class RecordOrder {
  constructor(
    private readonly transactions: Transactions,
    private readonly orders: Orders,
    private readonly revocations: RevokeClaims,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async execute(statement: OrderStatement): Promise<OrderChange> {
    return this.transactions.run(async (tx) => {
      await this.revocations.lock(statement);
      const change = await this.orders.put(statement, this.clock.now());
      await this.outbox.append(tx, orderChanged, factsOf(change.current));
      await this.#takeBack(change);
      return change;
    });
  }

  /** The shop's news; what is older than what is known changes nothing. */
  async learn(order: Order): Promise<void> {
    await this.transactions.run(async () => {
      await this.revocations.lock(order);
      const change = await this.orders.learn(order);
      if (change !== null) await this.#takeBack(change);
    });
  }

  async #takeBack({ previous, current }: OrderChange): Promise<void> {
    const reason = current.status === 'REFUNDED' ? 'refunded' : 'order-changed';
    for (const claim of claimsLost(previous, current)) await this.revocations.unlessPaid(claim, reason);
  }
}

function factsOf(order: Order) {
  return {
    orderId: order.id,
    userId: order.userId,
    assetId: order.assetId,
    status: order.status,
    quantity: order.quantity,
    price: order.price,
    orderedAt: order.orderedAt.toISOString(),
    changedAt: order.changedAt.toISOString(),
  };
}
