import { type Transaction } from '@waybill/messaging';
import { type Hold } from '../domain/hold.js';
import { type QuotaAccount } from '../domain/quota-account.js';
import { type QuotaScope } from '../domain/quotas.js';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './account-row.js';
import { findHolds } from './hold-row.js';

export interface LockedQuota {
  readonly account: QuotaAccount;
  readonly holds: readonly Hold[];
}

/**
 * The account's row is the lock of everything that this person's quota does: who has it reads what is committed. The holds
 * are asked for behind it on the same connection, so they are read under the lock, and nobody waits for two answers.
 */
export async function lockQuota(tx: Transaction, scope: QuotaScope): Promise<LockedQuota | null> {
  const locked = await lockQuotas(tx, [scope]);
  return locked.get(scope.userId) ?? null;
}

/** Those who have an account, by person. Locked in one order, so that two batches never wait for each other. */
export async function lockQuotas(
  tx: Transaction,
  scopes: readonly QuotaScope[],
): Promise<ReadonlyMap<string, LockedQuota>> {
  if (scopes.length === 0) return new Map();
  const userIds = scopes.map(({ userId }) => userId);
  const [accounts, holds] = await Promise.all([
    tx.query<AccountRow[]>(
      `SELECT ${ACCOUNT_COLUMNS} FROM quota_accounts WHERE user_id = ANY ($1) ORDER BY user_id FOR UPDATE`,
      [userIds],
    ),
    findHolds(tx, scopes),
  ]);
  const ofPerson = Map.groupBy(holds, ({ snapshot }) => snapshot.userId);
  return new Map(
    accounts.map((row) => [row.userId, { account: accountOf(row), holds: ofPerson.get(row.userId) ?? [] }]),
  );
}

export async function lockMadeQuota(tx: Transaction, scope: QuotaScope): Promise<LockedQuota> {
  const locked = await lockQuota(tx, scope);
  if (locked === null) throw new Error('The account that was just made is gone');
  return locked;
}

/**
 * Orders the making of a person's account and the news of his subscription, which have no row in common yet: an account
 * that is made while the news is under way would miss it. Held until the transaction ends.
 */
export async function lockPerson(tx: Transaction, userId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('quota-person:' || $1, 0))`, [userId]);
}
