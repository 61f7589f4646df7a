import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type OrderChange, Orders, type OrderStatement } from '../application/orders.js';
import type { Claim, Order } from '../domain/order.js';
import { priceOf } from './asset-row.js';
import { isNotErasedSince, rowsOf } from './sql.js';

interface OrderRow {
  id: string;
  user_id: string;
  asset_id: string;
  status: string;
  quantity: number;
  price_amount: string | null;
  price_currency: string | null;
  ordered_at: Date;
  changed_at: Date;
}

const write = (condition: string) => `
  INSERT INTO orders AS o (id, user_id, asset_id, status, quantity, price_amount, price_currency, ordered_at, changed_at)
  SELECT $1::text, $2::text, $3::text, $4::text, $5::integer, $6::numeric, $7::text, $8::timestamptz, $9::timestamptz WHERE ${condition}
  ON CONFLICT (id) DO UPDATE SET user_id = EXCLUDED.user_id, asset_id = EXCLUDED.asset_id, status = EXCLUDED.status,
    quantity = EXCLUDED.quantity, price_amount = EXCLUDED.price_amount, price_currency = EXCLUDED.price_currency`;

/** What is said here and now is newer than anything known, even where a shop's clock is ahead of ours. */
const PUT = `${write('true')}, changed_at = GREATEST(EXCLUDED.changed_at, o.changed_at + interval '1 millisecond')
  RETURNING *`;

const LEARN = `${write(isNotErasedSince('$2', '$9'))}, ordered_at = EXCLUDED.ordered_at, changed_at = EXCLUDED.changed_at
  WHERE o.changed_at < EXCLUDED.changed_at RETURNING *`;

@Injectable()
export class TypeormOrders extends Orders {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async find(id: string): Promise<Order | null> {
    return this.#find('SELECT * FROM orders WHERE id = $1', id);
  }

  override async put(statement: OrderStatement, now: Date): Promise<OrderChange> {
    const change = await this.#write(PUT, { ...statement, orderedAt: now, changedAt: now });
    if (change === null) throw new TypeError('An order was not written');
    return change;
  }

  override learn(order: Order): Promise<OrderChange | null> {
    return this.#write(LEARN, order);
  }

  override async isPaid({ userId, assetId }: Claim): Promise<boolean> {
    const sql = `SELECT 1 FROM orders WHERE user_id = $1 AND asset_id = $2 AND status = 'PAID' LIMIT 1`;
    return (await rowsOf(this.transactions.manager, sql, [userId, assetId])).length > 0;
  }

  override async forget(userId: string): Promise<void> {
    await this.transactions.manager.query('DELETE FROM orders WHERE user_id = $1', [userId]);
  }

  async #write(sql: string, order: Order): Promise<OrderChange | null> {
    const { id, userId, assetId, status, quantity, price, orderedAt, changedAt } = order;
    const previous = await this.#find('SELECT * FROM orders WHERE id = $1 FOR UPDATE', id);
    const about = [id, userId, assetId, status, quantity, price?.amount, price?.currency];
    const parameters = [...about, orderedAt, changedAt];
    const [row] = await rowsOf<OrderRow>(this.transactions.manager, sql, parameters);
    return row === undefined ? null : { previous, current: orderOf(row) };
  }

  async #find(sql: string, id: string): Promise<Order | null> {
    const [row] = await rowsOf<OrderRow>(this.transactions.manager, sql, [id]);
    return row === undefined ? null : orderOf(row);
  }
}

function orderOf(row: OrderRow): Order {
  return {
    id: row.id,
    userId: row.user_id,
    assetId: row.asset_id,
    status: row.status,
    quantity: row.quantity,
    price: priceOf(row.price_amount, row.price_currency),
    orderedAt: row.ordered_at,
    changedAt: row.changed_at,
  };
}
