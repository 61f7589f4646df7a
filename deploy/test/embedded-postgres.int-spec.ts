import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { prepareDatabase, type EmbeddedDatabase } from '../embedded/postgres/embedded-database.ts';
import { databaseUrl, ensureDatabases, untilAnswers } from '../embedded/postgres/server.ts';
import { Supervisor } from '../embedded/supervisor/supervisor.ts';
import { temporaryFolders } from './temporary.ts';

const temporary = temporaryFolders();
const PASSWORD = 'a-password';

async function withDatabase<T>(folder: string, work: (database: EmbeddedDatabase) => Promise<T>): Promise<T> {
  const ignore = () => undefined;
  const supervisor = new Supervisor({ output: ignore, changed: ignore, ended: ignore });
  const database = await prepareDatabase(folder, PASSWORD);
  supervisor.startDatabase(database.program);
  try {
    await untilAnswers(database.address, 30_000);
    return await work(database);
  } finally {
    await supervisor.stop();
  }
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('keeps its data from one start to the next, below a folder that only its owner may enter', async () => {
    const home = temporary();
    chmodSync(home, 0o700);
    const folder = join(home, 'postgres');
    await withDatabase(folder, async ({ address }) => {
      await ensureDatabases(address, ['waybill_one']);
      await query(databaseUrl(address, 'waybill_one'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    });
    await withDatabase(folder, async ({ address }) => {
      await ensureDatabases(address, ['waybill_one', 'waybill_two']);
      const rows = await query(databaseUrl(address, 'waybill_one'), 'SELECT answer FROM kept');
      expect(rows).toEqual([{ answer: 42 }]);
    });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('lets nobody in without the password, and acknowledges only what is on the disk', async () => {
    await withDatabase(join(temporary(), 'postgres'), async ({ address }) => {
      const wrong = databaseUrl({ ...address, password: 'wrong' }, 'postgres');
      await expect(query(wrong, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
      const url = databaseUrl(address, 'postgres');
      const [row] = await query(
        url,
        `SELECT current_setting('synchronous_commit') AS commit, current_setting('fsync') AS fsync,
                current_setting('password_encryption') AS encryption`,
      );
      expect(row).toEqual({ commit: 'on', fsync: 'on', encryption: 'scram-sha-256' });
    });
  });
});
