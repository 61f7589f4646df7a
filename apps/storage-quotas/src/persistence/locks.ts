import { type Transaction } from '@waybill/messaging';
import { type QuotaAccount } from '../domain/quota-account.js';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './account-row.js';

/** The account's row is the lock of everything that this person's quota does: who has it reads what is committed. */
export async function lockAccount(tx: Transaction, userId: string): Promise<QuotaAccount | null> {
  const [row] = await tx.query<AccountRow[]>(
    `SELECT ${ACCOUNT_COLUMNS} FROM quota_accounts WHERE user_id = $1 FOR UPDATE`,
    [userId],
  );
  return row === undefined ? null : accountOf(row);
}

export async function lockMadeAccount(tx: Transaction, userId: string): Promise<QuotaAccount> {
  const account = await lockAccount(tx, userId);
  if (account === null) throw new Error('The account that was just made is gone');
  return account;
}

/**
 * Orders the making of a person's account and the news of his subscription, which have no row in common yet: an account
 * that is made while the news is under way would miss it. Held until the transaction ends.
 */
export async function lockPerson(tx: Transaction, userId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('quota-person:' || $1, 0))`, [userId]);
}
