import { Injectable } from '@nestjs/common';
import { SECOND } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { GrantWindow, type WindowAnswer } from '../application/grant-window.js';
import { GRANT_LIMIT, windowState, type WindowState } from '../domain/generated-link.js';
import type { Claim } from '../domain/order.js';
import { countOf, rowsOf } from './sql.js';

interface Counted {
  used: number;
  oldest: Date | null;
}

@Injectable()
export class TypeormGrantWindow extends GrantWindow {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override take({ userId, assetId }: Claim, now: Date): Promise<WindowAnswer> {
    return this.transactions.run(async () => {
      const lock = `SELECT pg_advisory_xact_lock(hashtextextended('window/' || $1 || '/' || $2, 0))`;
      await this.transactions.manager.query(lock, [userId, assetId]);
      const before = await this.#count({ userId, assetId }, now);
      if (before.used >= GRANT_LIMIT.grants)
        return { state: windowState(before.used, before.oldest, now), taken: null };
      const sql = `INSERT INTO grant_window (user_id, asset_id, granted_at) VALUES ($1, $2, $3) RETURNING id`;
      const parameters = [userId, assetId, now];
      const [row] = await rowsOf<{ id: number }>(this.transactions.manager, sql, parameters);
      return {
        state: windowState(before.used + 1, before.oldest ?? now, now),
        taken: row === undefined ? null : String(row.id),
      };
    });
  }

  override async peek(claim: Claim, now: Date): Promise<WindowState> {
    const { used, oldest } = await this.#count(claim, now);
    return windowState(used, oldest, now);
  }

  override async giveBack(_claim: Claim, taken: string): Promise<void> {
    await this.transactions.manager.query('DELETE FROM grant_window WHERE id = $1', [taken]);
  }

  override prune(now: Date): Promise<number> {
    const sql = 'DELETE FROM grant_window WHERE granted_at <= $1';
    return countOf(this.transactions.manager, sql, [startOf(now)]);
  }

  override async forget(userId: string): Promise<void> {
    await this.transactions.manager.query('DELETE FROM grant_window WHERE user_id = $1', [userId]);
  }

  async #count({ userId, assetId }: Claim, now: Date): Promise<Counted> {
    const sql = `SELECT count(*)::integer AS used, min(granted_at) AS oldest FROM grant_window
      WHERE user_id = $1 AND asset_id = $2 AND granted_at > $3`;
    const parameters = [userId, assetId, startOf(now)];
    const [row] = await rowsOf<Counted>(this.transactions.manager, sql, parameters);
    return row ?? { used: 0, oldest: null };
  }
}

function startOf(now: Date): Date {
  return new Date(now.getTime() - GRANT_LIMIT.windowSeconds * SECOND);
}
