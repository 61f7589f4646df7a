import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  /** A connection URL of a database that is this test's own. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Makes an empty database on the server that the run's global set-up started. */
export async function createDatabase(label = 'test'): Promise<TestDatabase> {
  const admin = process.env.WAYBILL_TEST_POSTGRES_URL;
  if (admin === undefined)
    throw new Error('No PostgreSQL for tests: run this file in the integration project');
  const name = `${label.replaceAll(/[^a-z0-9]/g, '_')}_${randomBytes(6).toString('hex')}`;
  await asAdmin(admin, `CREATE DATABASE ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
