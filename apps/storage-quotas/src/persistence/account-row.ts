import { type Tier } from '@waybill/kernel';
import { type Transaction } from '@waybill/messaging';
import { QuotaAccount } from '../domain/quota-account.js';

/** A row as `ACCOUNT_COLUMNS` names it; a bigint comes as text where the connection has no parser for it. */
export interface AccountRow {
  readonly id: string;
  readonly userId: string;
  readonly revision: number | string;
  readonly tier: Tier;
  readonly heldBytes: number | string;
  readonly committedBytes: number | string;
  readonly autoDeleteEnabled: boolean;
  readonly autoDeleteDays: number | null;
  readonly notificationThreshold: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Written as SQL rather than asked through the mapper: reading it under its lock is half of what a hold costs. */
export const ACCOUNT_COLUMNS = `
  id, user_id AS "userId", revision, tier, held_bytes AS "heldBytes", committed_bytes AS "committedBytes",
  auto_delete_enabled AS "autoDeleteEnabled", auto_delete_days AS "autoDeleteDays",
  notification_threshold AS "notificationThreshold", created_at AS "createdAt", updated_at AS "updatedAt"`;

export function accountOf(row: AccountRow): QuotaAccount {
  const { revision, heldBytes, committedBytes, ...rest } = row;
  return QuotaAccount.restore({
    ...rest,
    revision: Number(revision),
    heldBytes: Number(heldBytes),
    committedBytes: Number(committedBytes),
  });
}

/** @returns false where the person has an account already */
export async function insertAccount(tx: Transaction, { state, totalBytes }: QuotaAccount): Promise<boolean> {
  const inserted: unknown[] = await tx.query(
    `INSERT INTO quota_accounts (user_id, id, revision, tier, total_bytes, held_bytes, committed_bytes,
       auto_delete_enabled, auto_delete_days, notification_threshold, created_at, updated_at)
     VALUES ($1, $2, 0, $3, $4, 0, 0, $5, $6, $7, $8, $8)
     ON CONFLICT (user_id) DO NOTHING RETURNING user_id`,
    [
      state.userId,
      state.id,
      state.tier,
      totalBytes,
      state.autoDeleteEnabled,
      state.autoDeleteDays,
      state.notificationThreshold,
      state.createdAt,
    ],
  );
  return inserted.length > 0;
}
