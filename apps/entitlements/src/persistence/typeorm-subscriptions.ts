import { Injectable } from '@nestjs/common';
import type { Tier } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { Subscriptions } from '../application/subscriptions.js';
import type { Subscription } from '../domain/subscription.js';
import { isNotErasedSince, rowsOf } from './sql.js';

interface SubscriptionRow {
  user_id: string;
  tier: Tier;
  valid_until: Date | null;
  changed_at: Date;
}

const write = (condition: string) => `
  INSERT INTO subscriptions AS s (user_id, tier, valid_until, changed_at)
  SELECT $1::text, $2::text, $3::timestamptz, $4::timestamptz WHERE ${condition}
  ON CONFLICT (user_id) DO UPDATE SET tier = EXCLUDED.tier, valid_until = EXCLUDED.valid_until`;

@Injectable()
export class TypeormSubscriptions extends Subscriptions {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async find(userId: string): Promise<Subscription | null> {
    const sql = 'SELECT * FROM subscriptions WHERE user_id = $1';
    const [row] = await rowsOf<SubscriptionRow>(this.transactions.manager, sql, [userId]);
    return row === undefined ? null : subscriptionOf(row);
  }

  override async put(statement: Omit<Subscription, 'changedAt'>, now: Date): Promise<Subscription> {
    const newest = `, changed_at = GREATEST(EXCLUDED.changed_at, s.changed_at + interval '1 millisecond') RETURNING *`;
    const { userId, tier, validUntil } = statement;
    const parameters = [userId, tier, validUntil, now];
    const [row] = await rowsOf<SubscriptionRow>(
      this.transactions.manager,
      write('true') + newest,
      parameters,
    );
    if (row === undefined) throw new TypeError('A subscription was not written');
    return subscriptionOf(row);
  }

  override async learn({ userId, tier, validUntil, changedAt }: Subscription): Promise<void> {
    const ifNewer = ', changed_at = EXCLUDED.changed_at WHERE s.changed_at < EXCLUDED.changed_at';
    const sql = write(isNotErasedSince('$1', '$4')) + ifNewer;
    await this.transactions.manager.query(sql, [userId, tier, validUntil, changedAt]);
  }

  override async forget(userId: string): Promise<void> {
    await this.transactions.manager.query('DELETE FROM subscriptions WHERE user_id = $1', [userId]);
  }
}

function subscriptionOf(row: SubscriptionRow): Subscription {
  return {
    userId: row.user_id,
    tier: row.tier,
    validUntil: row.valid_until,
    changedAt: row.changed_at,
  };
}
