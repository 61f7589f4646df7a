import type { Transaction } from '@waybill/messaging';

/**
 * Until the transaction ends, nobody else changes a download of these people: the limit of running ones and the queue
 * are theirs, not a row's. Locks are taken in one order and before any row's, so that two batches never wait for each other.
 */
export async function lockPeople(tx: Transaction, userIds: readonly string[]): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock(key)
       FROM (SELECT DISTINCT hashtextextended(user_id, 3) AS key FROM unnest($1::text[]) AS user_id
              ORDER BY key OFFSET 0) people`,
    [userIds],
  );
}
