import pg from 'pg';

const SECONDS = 3;
const CONNECTIONS = 8;

/** How many single-row INSERTs, each its own transaction, the same server takes in the same seconds. */
export function bareInserts(url: string): Promise<number> {
  return ratePerSecond(
    url,
    'CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY, value text)',
    (client) =>
      client.query({
        name: 'bare',
        text: 'INSERT INTO bare (value) VALUES ($1)',
        values: ['{"an":"event"}'],
      }),
  );
}

/** The usual queue in a table: a worker takes one job, does its effect, removes it, in one transaction. */
export async function naiveQueue(url: string): Promise<number> {
  const setup = `CREATE TABLE jobs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, value text);
    CREATE TABLE job_effects (id bigint PRIMARY KEY, value text);
    INSERT INTO jobs (value) SELECT '{"an":"event"}' FROM generate_series(1, 200000)`;
  return ratePerSecond(url, setup, (client) =>
    client.query({
      name: 'job',
      text: `WITH job AS (
               DELETE FROM jobs WHERE id = (SELECT id FROM jobs ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1)
               RETURNING id, value
             )
             INSERT INTO job_effects SELECT id, value FROM job`,
      values: [],
    }),
  );
}

async function ratePerSecond(
  url: string,
  setup: string,
  step: (client: pg.Client) => Promise<unknown>,
): Promise<number> {
  const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query(setup);
  const until = Date.now() + SECONDS * 1_000;
  const counts = await Promise.all(clients.map((client) => repeat(until, () => step(client))));
  await Promise.all(clients.map((client) => client.end()));
  return counts.reduce((sum, count) => sum + count, 0) / SECONDS;
}

async function repeat(until: number, step: () => Promise<unknown>): Promise<number> {
  let count = 0;
  for (; Date.now() < until; count += 1) await step();
  return count;
}
