import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { Subscriptions } from '../application/subscriptions.js';
import { type Subscription } from '../domain/promotion.js';
import { lockPerson } from './locks.js';
import { SubscriptionRecord } from './subscription.record.js';

@Injectable()
export class TypeormSubscriptions extends Subscriptions {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override record({ userId, tier, validUntil, changedAt }: Subscription): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      await lockPerson(tx, userId);
      const kept: unknown[] = await tx.query(
        `INSERT INTO subscriptions (user_id, tier, valid_until, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id) DO UPDATE
           SET tier = excluded.tier, valid_until = excluded.valid_until, changed_at = excluded.changed_at,
               expired = false
           WHERE subscriptions.changed_at < excluded.changed_at
         RETURNING user_id`,
        [userId, tier, validUntil, changedAt],
      );
      return kept.length > 0;
    });
  }

  override async find(userId: string): Promise<Subscription | null> {
    const record = await this.transactions.manager.findOneBy(SubscriptionRecord, { userId });
    return record?.toSubscription() ?? null;
  }

  override async takeExpired(now: Date, limit: number): Promise<string[]> {
    const taken: { userId: string }[] = await this.transactions.manager.query(
      `WITH taken AS (
         UPDATE subscriptions SET expired = true
          WHERE user_id IN (SELECT user_id FROM subscriptions
                             WHERE NOT expired AND valid_until <= $1
                             ORDER BY valid_until LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING user_id
       ) SELECT user_id AS "userId" FROM taken`,
      [now, limit],
    );
    return taken.map(({ userId }) => userId);
  }

  override async forget(userId: string): Promise<void> {
    await this.transactions.manager.delete(SubscriptionRecord, { userId });
  }
}
