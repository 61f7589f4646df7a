import { Injectable } from '@nestjs/common';
import { Clock, uuidv7 } from '@waybill/kernel';
import { type Transaction, Transactions } from '@waybill/messaging';
import { QuotaAccount } from '../domain/quota-account.js';
import { Quota } from '../domain/quota.js';
import { type ChooseTier, Quotas, type QuotaScope } from '../domain/quotas.js';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow, insertAccount } from './account-row.js';
import { type LockedQuota, lockMadeQuota, lockPerson, lockQuota, lockQuotas } from './locks.js';
import { QuotaWriter } from './quota-writer.js';
import { SubscriptionRecord } from './subscription.record.js';

@Injectable()
export class TypeormQuotas extends Quotas {
  constructor(
    private readonly transactions: Transactions,
    private readonly writer: QuotaWriter,
    private readonly clock: Clock,
  ) {
    super();
  }

  override open<T>(scope: QuotaScope, tier: ChooseTier, change: (quota: Quota, made: boolean) => T) {
    return this.transactions.run(async (tx) => {
      const existing = await lockQuota(tx, scope);
      if (existing !== null) return this.apply(tx, existing, (quota) => change(quota, false));
      const made = await this.make(tx, scope.userId, tier);
      return this.apply(tx, await lockMadeQuota(tx, scope), (quota) => change(quota, made));
    });
  }

  /** All that have an account are locked in one order; those who get theirs now are behind them. */
  override openEach(scopes: readonly QuotaScope[], tier: ChooseTier, change: (quota: Quota) => void) {
    return this.transactions.run(async (tx) => {
      const existing = await lockQuotas(tx, scopes);
      const without = scopes.filter(({ userId }) => !existing.has(userId));
      for (const { userId } of without) await this.make(tx, userId, tier);
      const locked = [...existing.values(), ...(await lockQuotas(tx, without)).values()];
      const quotas = locked.map(({ account, holds }) => new Quota(account, holds));
      for (const quota of quotas) change(quota);
      await this.writer.save(tx, quotas);
    });
  }

  override update<T>(scope: QuotaScope, change: (quota: Quota) => T): Promise<T | null> {
    return this.transactions.run(async (tx) => {
      const locked = await lockQuota(tx, scope);
      return locked === null ? null : this.apply(tx, locked, change);
    });
  }

  override async find(userId: string): Promise<QuotaAccount | null> {
    const [row] = await this.transactions.manager.query<AccountRow[]>(
      `SELECT ${ACCOUNT_COLUMNS} FROM quota_accounts WHERE user_id = $1`,
      [userId],
    );
    return row === undefined ? null : accountOf(row);
  }

  override async ownerOf(downloadId: string): Promise<string | null> {
    const [hold] = await this.transactions.manager.query<{ userId: string }[]>(
      'SELECT user_id AS "userId" FROM holds WHERE download_id = $1',
      [downloadId],
    );
    return hold?.userId ?? null;
  }

  override overdueLeases(now: Date, limit: number): Promise<Required<QuotaScope>[]> {
    return this.transactions.manager.query(
      `SELECT user_id AS "userId", array_agg(download_id) AS "downloadIds"
         FROM (SELECT user_id, download_id FROM holds WHERE lease_until <= $1 ORDER BY lease_until LIMIT $2) overdue
        GROUP BY user_id`,
      [now, limit],
    );
  }

  /** The holds go with their account. */
  override async forget(userId: string): Promise<void> {
    await this.transactions.manager.query('DELETE FROM quota_accounts WHERE user_id = $1', [userId]);
  }

  override async forgetEndedBefore(time: Date): Promise<number> {
    const forgotten: unknown[] = await this.transactions.manager.query(
      `WITH forgotten AS (
         DELETE FROM holds WHERE phase IN ('ended', 'gone') AND lease_until IS NULL AND updated_at < $1 RETURNING 1
       ) SELECT * FROM forgotten`,
      [time],
    );
    return forgotten.length;
  }

  /** @returns true where this call made the account, false where another came first */
  private async make(tx: Transaction, userId: string, chooseTier: ChooseTier): Promise<boolean> {
    await lockPerson(tx, userId);
    const subscription = await tx.findOneBy(SubscriptionRecord, { userId });
    const tier = chooseTier(subscription?.toSubscription() ?? null);
    return insertAccount(tx, QuotaAccount.open({ id: uuidv7(), userId, tier, now: this.clock.now() }));
  }

  private async apply<T>(
    tx: Transaction,
    { account, holds }: LockedQuota,
    change: (quota: Quota) => T,
  ): Promise<T> {
    const quota = new Quota(account, holds);
    const result = change(quota);
    await this.writer.save(tx, [quota]);
    return result;
  }
}
