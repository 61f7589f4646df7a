import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, eventually, type TestDatabase } from '@waybill/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { openDatabase, refusalOf } from '../src/index.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase('database');
});
afterAll(() => database.drop());

class Numbers1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Fails when it runs twice, and gives a race time to happen.
    await runner.query('CREATE TABLE numbers (size bigint NOT NULL)');
    await runner.query('SELECT pg_sleep(0.1)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE numbers');
  }
}

const open = () =>
  openDatabase({ url: database.url, entities: [], migrations: [Numbers1700000000000], poolSize: 3 });

describe('openDatabase', () => {
  it('migrates once though eight replicas start at once', async () => {
    const sources = await Promise.all(Array.from({ length: 8 }, open));
    const counts = sources.map((source) => source.query(`SELECT count(*) FROM migrations`));
    for (const rows of await Promise.all(counts)) expect(rows).toEqual([{ count: 1 }]);
    await Promise.all(sources.map((source) => source.destroy()));
  });

  it('gives bigints as numbers, and refuses one that does not fit', async () => {
    const source = await open();
    await source.query('INSERT INTO numbers VALUES ($1)', [5 * 2 ** 40]);
    expect(await source.query('SELECT size FROM numbers')).toEqual([{ size: 5 * 2 ** 40 }]);
    await expect(source.query('SELECT 9007199254740993::bigint')).rejects.toThrow('does not fit');
    await source.destroy();
  });

  it('cuts a statement that runs for ever, except in migrations', async () => {
    const source = await open();
    expect(await source.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '30s' }]);
    await source.destroy();
  });

  it('prepares the statements that come again, once on each connection', async () => {
    const source = await openDatabase({ url: database.url, entities: [], migrations: [], poolSize: 1 });
    const ask = (number: number) => source.query('SELECT $1::int AS one', [number]);
    for (const number of [1, 2, 3]) expect(await ask(number)).toEqual([{ one: number }]);
    await expect(source.query('SELECT $1::int / 0', [1])).rejects.toThrow('division by zero');
    await expect(source.query('SELECT $1::int / 0', [1])).rejects.toThrow('division by zero');
    expect(await ask(4)).toEqual([{ one: 4 }]);
    const prepared = await source.query<unknown[]>(
      `SELECT generic_plans + custom_plans AS plans FROM pg_prepared_statements
        WHERE statement = 'SELECT $1::int AS one'`,
    );
    expect(prepared).toEqual([{ plans: 3 }]);
    await source.destroy();
  });

  it('runs what is sent together in the order of sending, and undoes all of it where one fails', async () => {
    const source = await openDatabase({ url: database.url, entities: [], migrations: [], poolSize: 1 });
    await source.query('CREATE TABLE notes (place serial, note text)');
    const note = (text: string) =>
      [`INSERT INTO notes (note) SELECT $1::text || count(*) FROM notes`, [text]] as const;
    await source.transaction((tx) => Promise.all(['a', 'b', 'c'].map((text) => tx.query(...note(text)))));
    const failing = source.transaction(async (tx) => {
      await tx.query(...note('lost'));
      await Promise.all([tx.query(...note('lost')), tx.query('SELECT 1 / 0'), tx.query(...note('lost'))]);
    });
    await expect(failing).rejects.toThrow('division by zero');
    await source.transaction(() => Promise.resolve());
    await source.transaction((tx) => tx.query(...note('d')));
    const rows = await source.query<{ note: string }[]>('SELECT note FROM notes ORDER BY place');
    expect(rows.map((row) => row.note)).toEqual(['a0', 'b1', 'c2', 'd3']);
    await source.destroy();
  });

  it('lives on when the server throws it out: away for a moment, then back', async () => {
    const source = await open();
    const admin = await open();
    await source.query('SELECT 1');
    const kick = () =>
      admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
    const long = source.query('SELECT pg_sleep(20)').catch((error: unknown) => error);
    await eventually(async () => {
      const rows = await admin.query<unknown[]>(
        `SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(20)'`,
      );
      expect(rows).toHaveLength(1);
    });
    await kick();
    expect(refusalOf(await long)).toMatchObject({ status: 503, code: 'NETWORK_ERROR' });
    await eventually(async () => expect(await source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]));
    await Promise.all([source.destroy(), admin.destroy()]);
  });

  it('does not wait for what waiting cannot cure', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    const wrong = openDatabase({ url: url.href, entities: [], migrations: [] });
    await expect(wrong).rejects.toThrow('does not exist');
  });

  it('waits for a server that is not there yet, as long as it was told to', async () => {
    const nowhere = openDatabase({
      url: 'postgres://x@127.0.0.1:1/x',
      entities: [],
      migrations: [],
      patienceMs: 300,
    });
    await expect(nowhere).rejects.toThrow('ECONNREFUSED');
  });
});
