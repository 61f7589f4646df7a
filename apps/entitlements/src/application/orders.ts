import type { Claim, Order } from '../domain/order.js';

/** What a shop says of an order, without the times. */
export type OrderStatement = Omit<Order, 'orderedAt' | 'changedAt'>;

export interface OrderChange {
  readonly previous: Order | null;
  readonly current: Order;
}

export abstract class Orders {
  abstract find(id: string): Promise<Order | null>;

  /** Writes what was said here and now; its time is always later than that of what was known. */
  abstract put(statement: OrderStatement, now: Date): Promise<OrderChange>;

  /** Keeps what a shop said elsewhere; null where something as new is known already. */
  abstract learn(order: Order): Promise<OrderChange | null>;

  abstract isPaid(claim: Claim): Promise<boolean>;

  abstract forget(userId: string): Promise<void>;
}
