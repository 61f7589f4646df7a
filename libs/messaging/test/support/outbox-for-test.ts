import { afterEach, beforeEach } from '@jest/globals';
import { uuidv7 } from '@waybill/kernel';
import { Outbox, Transactions } from '@waybill/messaging';
import { createDatabase, type TestDatabase } from '@waybill/testing';
import type { DataSource, EntityManager } from 'typeorm';
import { openDataSource } from './service-for-test.js';

export const TIMEOUT_MS = 60_000;

/** The data of an event that the tests publish. */
export const alert = (rule: string, summary: string) => ({
  alertId: uuidv7(),
  rule,
  summary,
  value: 1,
  limit: 1,
  raisedAt: '2026-11-21T10:00:00.000Z',
});

/** Something that a transaction did. */
export const effect = (tx: EntityManager, what: string) =>
  tx.query(`INSERT INTO effects (handler, subject, what) VALUES ('t', 't', $1)`, [what]);

/** A service's database, with what writes into its outbox: another one for each test. */
export class OutboxForTest {
  database!: TestDatabase;
  source!: DataSource;
  transactions!: Transactions;
  outbox!: Outbox;

  constructor() {
    beforeEach(() => this.#open(), TIMEOUT_MS);
    afterEach(() => this.#close(), TIMEOUT_MS);
  }

  async effects(): Promise<string[]> {
    const rows = await this.source.query<{ what: string }[]>('SELECT what FROM effects ORDER BY place');
    return rows.map(({ what }) => what);
  }

  async #open(): Promise<void> {
    this.database = await createDatabase('outbox');
    this.source = await openDataSource(this.database.url);
    this.transactions = new Transactions(this.source);
    this.outbox = new Outbox(this.transactions, {
      service: 'test',
      traceparent: () => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
  }

  async #close(): Promise<void> {
    await this.source.destroy();
    await this.database.drop();
  }
}
