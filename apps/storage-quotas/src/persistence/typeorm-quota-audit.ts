import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type Drift, QuotaAudit } from '../application/quota-audit.js';
import { lockQuota } from './locks.js';
import { QuotaWriter } from './quota-writer.js';
import { Quota } from '../domain/quota.js';

interface SumRow {
  readonly userId: string;
  readonly heldBytes: string;
  readonly committedBytes: string;
  readonly holdsHeldBytes: string;
  readonly holdsCommittedBytes: string;
}

const DRIFTS = `
  SELECT account.user_id AS "userId", account.held_bytes AS "heldBytes", account.committed_bytes AS "committedBytes",
         COALESCE(sums.held, 0) AS "holdsHeldBytes", COALESCE(sums.committed, 0) AS "holdsCommittedBytes"
    FROM quota_accounts account
    LEFT JOIN (SELECT user_id, sum(held_bytes) AS held, sum(committed_bytes) AS committed
                 FROM holds GROUP BY user_id) sums USING (user_id)
   WHERE account.held_bytes <> COALESCE(sums.held, 0) OR account.committed_bytes <> COALESCE(sums.committed, 0)`;

@Injectable()
export class TypeormQuotaAudit extends QuotaAudit {
  constructor(
    private readonly transactions: Transactions,
    private readonly writer: QuotaWriter,
  ) {
    super();
  }

  override async drifts(): Promise<Drift[]> {
    const rows: SumRow[] = await this.transactions.manager.query(DRIFTS);
    return rows.map((row) => ({
      userId: row.userId,
      heldBytes: Number(row.heldBytes),
      committedBytes: Number(row.committedBytes),
      holdsHeldBytes: Number(row.holdsHeldBytes),
      holdsCommittedBytes: Number(row.holdsCommittedBytes),
    }));
  }

  override repair(userId: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      const locked = await lockQuota(tx, { userId });
      if (locked === null) return;
      const quota = new Quota(locked.account, locked.holds);
      quota.correct(await this.sums(userId));
      await this.writer.save(tx, [quota]);
    });
  }

  private async sums(userId: string): Promise<{ heldBytes: number; committedBytes: number }> {
    const [sums] = await this.transactions.manager.query<[{ held: string; committed: string }]>(
      `SELECT COALESCE(sum(held_bytes), 0) AS held, COALESCE(sum(committed_bytes), 0) AS committed
         FROM holds WHERE user_id = $1`,
      [userId],
    );
    return { heldBytes: Number(sums.held), committedBytes: Number(sums.committed) };
  }
}
