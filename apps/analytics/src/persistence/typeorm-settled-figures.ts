import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { SettledFigures } from '../application/settled-figures.js';
import type { DownloadState } from '../domain/download-state.js';
import { FiguresWriter } from './figures-writer.js';
import { fromRow, type StateRow } from './state-rows.js';

@Injectable()
export class TypeormSettledFigures extends SettledFigures {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async advance(day: string): Promise<void> {
    await this.transactions.manager.query(
      `INSERT INTO figures_settled.line AS stored (day) VALUES ($1)
       ON CONFLICT (only_one) DO UPDATE SET day = greatest(stored.day, EXCLUDED.day)`,
      [day],
    );
  }

  override async overdue(limit: number): Promise<DownloadState[]> {
    const rows = await this.transactions.manager.query<{ state: StateRow }[]>(
      `SELECT to_jsonb(state) AS state
       FROM figures.download_state state, (SELECT day::timestamp AT TIME ZONE 'UTC' AS time FROM figures_settled.line) line
       WHERE ended_at < line.time AND (begun_at < line.time) IS NOT FALSE ORDER BY ended_at LIMIT $1`,
      [limit],
    );
    return rows.map(({ state }) => fromRow(state));
  }

  override async settle(states: readonly DownloadState[]): Promise<void> {
    if (states.length === 0) return;
    await new FiguresWriter(this.transactions, 'figures_settled').settle(states);
    await this.#drop('figures', states);
    if (!(await this.#isRebuilding())) return;
    // It may have them already, in part or whole, or not yet; after this they are in its sums, and nothing brings them again.
    await new FiguresWriter(this.transactions, 'figures_shadow').take(states);
    await this.#drop('figures_shadow', states);
  }

  async #drop(schema: 'figures' | 'figures_shadow', states: readonly DownloadState[]): Promise<void> {
    await this.transactions.manager.query(
      `DELETE FROM ${schema}.download_state WHERE download_id = ANY($1::text[])`,
      [states.map(({ downloadId }) => downloadId)],
    );
  }

  async #isRebuilding(): Promise<boolean> {
    const [found] = await this.transactions.manager.query<{ exists: boolean }[]>(
      `SELECT to_regclass('figures_shadow.download_state') IS NOT NULL AS exists`,
    );
    return found?.exists === true;
  }
}
