import pg from 'pg';

/** What each service keeps of a person's downloads, as if so many had been made. */
export interface Databases {
  readonly sessions: string;
  readonly entitlements: string;
  readonly analytics: string;
}

/** Copies the row of a download that was really made: only what tells the copies apart is new. */
const SESSIONS = `
  INSERT INTO downloads SELECT (jsonb_populate_record(d, jsonb_build_object(
      'id', 'dl_' || md5($1 || n), 'status', (ARRAY['completed', 'failed', 'cancelled'])[n % 3 + 1],
      'created_at', now() - make_interval(mins => n)))).*
    FROM downloads d, generate_series(1, $2::int) n WHERE d.user_id = $1`;

const ENTITLEMENTS = `
  INSERT INTO downloaded_assets (user_id, subject_id, title, category, download_count, last_download_at)
  SELECT $1, 'asset-' || n, 'A file', NULL, 1, now() - make_interval(mins => n)
    FROM generate_series(1, $2::int) n`;

const ANALYTICS = `
  INSERT INTO figures.download_state
  SELECT 'dl_' || md5($1 || n), 1, $1, 'file-' || n, 'a.pdf', 'document', 'ebook', NULL, 4096, 'observed', 'completed',
         4096, 4096, 1000, 100, 0, now() - make_interval(secs => n * 20), now(), now(), 'unknown', false
    FROM generate_series(1, $2::int) n`;

export async function fill(databases: Databases, userId: string, rows: number): Promise<void> {
  await load(databases.sessions, SESSIONS, [userId, rows - 1], 'downloads');
  await load(databases.entitlements, ENTITLEMENTS, [userId, rows], 'downloaded_assets');
  await load(databases.analytics, ANALYTICS, [userId, rows], 'figures.download_state');
}

async function load(url: string, statement: string, values: unknown[], table: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement, values);
    await client.query(`VACUUM ANALYZE ${table}`);
  } finally {
    await client.end();
  }
}
