import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { ShadowFigures } from '../application/shadow-figures.js';
import type { DownloadState } from '../domain/download-state.js';
import { ROLLUP_NAMES, ROLLUPS } from '../domain/rollups.js';
import type { Sums } from '../domain/sums.js';
import { startOfDay } from '../domain/utc.js';
import { FiguresWriter } from './figures-writer.js';
import { fromRow, type StateRow } from './state-rows.js';

@Injectable()
export class TypeormShadowFigures extends ShadowFigures {
  readonly #writer: FiguresWriter;

  constructor(private readonly transactions: Transactions) {
    super();
    this.#writer = new FiguresWriter(transactions, 'figures_shadow');
  }

  override async open(firstDay: string): Promise<void> {
    const { manager } = this.transactions;
    await manager.query(`DROP SCHEMA IF EXISTS figures_shadow CASCADE`);
    await manager.query(`CREATE SCHEMA figures_shadow`);
    const tables = await manager.query<{ name: string }[]>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'figures'`,
    );
    for (const { name } of tables)
      await manager.query(`CREATE TABLE figures_shadow.${name} (LIKE figures.${name} INCLUDING ALL)`);
    await this.#takeSettled();
    await this.#takeStreamsBefore(firstDay);
  }

  override async statesBefore(firstDay: string, afterId: string, limit: number): Promise<DownloadState[]> {
    const rows = await this.transactions.manager.query<{ state: StateRow }[]>(
      `SELECT to_jsonb(state) AS state FROM figures.download_state state
       WHERE (changed_at < $1 OR begun_at < (SELECT day::timestamp AT TIME ZONE 'UTC' FROM figures_settled.line))
         AND download_id > $2 ORDER BY download_id LIMIT $3`,
      [startOfDay(firstDay), afterId, limit],
    );
    return rows.map(({ state }) => fromRow(state));
  }

  override take(states: readonly DownloadState[]): Promise<void> {
    return this.#writer.take(states);
  }

  override move(news: readonly DownloadState[]): Promise<void> {
    return this.#writer.move(news);
  }

  override add(sums: Sums): Promise<void> {
    return this.#writer.add(sums);
  }

  /** Readers find the new schema with their next statement; those that are reading finish on the old tables first. */
  override async swap(): Promise<void> {
    const { manager } = this.transactions;
    await manager.query(`ALTER SCHEMA figures RENAME TO figures_replaced`);
    await manager.query(`ALTER SCHEMA figures_shadow RENAME TO figures`);
    await manager.query(`DROP SCHEMA figures_replaced CASCADE`);
  }

  async #takeSettled(): Promise<void> {
    const { manager } = this.transactions;
    const tables = await manager.query<{ name: string }[]>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'figures_settled' AND tablename <> 'line'`,
    );
    for (const { name } of tables)
      await manager.query(`INSERT INTO figures_shadow.${name} SELECT * FROM figures_settled.${name}`);
  }

  async #takeStreamsBefore(firstDay: string): Promise<void> {
    for (const table of ROLLUP_NAMES.filter((name) => ROLLUPS[name].from === 'stream')) {
      const time = Object.entries(ROLLUPS[table].key).find(([, type]) => type !== 'text')?.[0] ?? '';
      await this.transactions.manager.query(
        `INSERT INTO figures_shadow.${table} SELECT * FROM figures.${table}
         WHERE ${time} < ($1::date)::timestamp AT TIME ZONE 'UTC'`,
        [firstDay],
      );
    }
  }
}
