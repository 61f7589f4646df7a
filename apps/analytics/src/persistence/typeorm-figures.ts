import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { Figures } from '../application/figures.js';
import type { DownloadState } from '../domain/download-state.js';
import type { Sums } from '../domain/sums.js';
import { PERSON_TABLES } from './figures-sql.js';
import { FiguresWriter } from './figures-writer.js';

/** Any number that no other advisory lock of this database has. */
const WRITER_LOCK = 7_163_001;

@Injectable()
export class TypeormFigures extends Figures {
  readonly #writer: FiguresWriter;

  constructor(private readonly transactions: Transactions) {
    super();
    this.#writer = new FiguresWriter(transactions, 'figures');
  }

  override async writeAlone(): Promise<void> {
    await this.transactions.manager.query(`SELECT pg_advisory_xact_lock($1)`, [WRITER_LOCK]);
  }

  override move(news: readonly DownloadState[]): Promise<void> {
    return this.#writer.move(news);
  }

  override add(sums: Sums): Promise<void> {
    return this.#writer.add(sums);
  }

  /** In what a rebuild is filling and in what it begins with as well: it must not bring the person back. */
  override async forget(userId: string, pseudonym: string): Promise<void> {
    const { manager } = this.transactions;
    const tables = await manager.query<{ name: string }[]>(
      `SELECT schemaname || '.' || tablename AS name FROM pg_tables
       WHERE schemaname IN ('figures', 'figures_shadow', 'figures_settled') AND tablename = ANY($1)`,
      [PERSON_TABLES],
    );
    for (const { name } of tables)
      await manager.query(`UPDATE ${name} SET user_id = $2 WHERE user_id = $1`, [userId, pseudonym]);
  }
}
