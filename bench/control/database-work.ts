import pg from 'pg';

/** What PostgreSQL has done so far: transactions that were committed, and how often it waited for the disk. */
export interface DatabaseWork {
  readonly commits: number;
  readonly flushes: number;
}

export async function databaseWork(url: string): Promise<DatabaseWork> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<DatabaseWork>(
      `SELECT (SELECT sum(xact_commit) FROM pg_stat_database)::float8 AS commits,
              (SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io WHERE object = 'wal')::float8 AS flushes`,
    );
    return rows[0] ?? { commits: 0, flushes: 0 };
  } finally {
    await client.end();
  }
}
