import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '@waybill/testing';

describe('a test database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  it('is a PostgreSQL that has multiranges', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ length: string }>(
      `SELECT sum(upper(r) - lower(r)) AS length FROM unnest('{[0,10),[5,20)}'::int8multirange) r`,
    );
    await client.end();
    expect(rows[0]?.length).toBe('20');
  });
});
