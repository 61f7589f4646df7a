import pg from 'pg';
import { describeFullStack } from './backing.js';

/** Asks a service's database: for what no answer of the service tells (the order of events), or to let time pass. */
export async function query<R extends object>(
  service: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  const { databaseUrl } = describeFullStack().services[service] ?? {};
  if (typeof databaseUrl !== 'string') throw new Error(`${service} has no database`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<R>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}
