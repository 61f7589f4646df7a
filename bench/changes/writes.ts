import type { DataSource } from 'typeorm';

const PEOPLE = 500;
const DOWNLOADS_OF_EACH = 40;

export type Row = Record<string, unknown> & { readonly id: string };

/** Running downloads, as rows in JSON. */
export async function seedDownloads(source: DataSource): Promise<Row[]> {
  await source.query(
    `INSERT INTO downloads (id, user_id, asset_id, asset_title, resource_type, category, file_id, file_name, media_type,
       etag, size, origin, holds_quota, places, status, revision, generation, aliases, priority, failed_count, retry_count,
       resume_count, covered, claimed, unknown, bytes_served, pace, recent_transfers, created_at, updated_at, begun_at,
       user_agent, link_url)
     SELECT 'dl_' || number, 'person-' || number % $1, 'asset-' || number, 'A film', 'video', 'history', gen_random_uuid(),
       'film.mp4', 'video/mp4', '"etag"', 100000000, 'tasks', true, 1, 'downloading', 1, 1, '{}', 0, 0, 0, 0, '{}', '{}', '{}',
       0, '{}', '[]', now(), now(), now(), 'Mozilla/5.0 Firefox/140.0', repeat('x', 600)
     FROM generate_series(1, $2) AS number`,
    [PEOPLE, PEOPLE * DOWNLOADS_OF_EACH],
  );
  await source.query('VACUUM ANALYZE downloads');
  const rows = await source.query<{ row: Row }[]>(
    `SELECT to_jsonb(downloads) - 'change_number' AS row FROM downloads`,
  );
  return rows.map(({ row }) => row);
}

/** Milliseconds a transaction, over as many as the shape says, each with the writer's statement. */
export async function writeChanges(
  source: DataSource,
  rows: Row[],
  { batch, transactions }: { batch: number; transactions: number },
): Promise<number> {
  const statement = updateOf(rows[0] ?? { id: '' });
  const batches = Array.from({ length: transactions }, (_, number) => changed(rows, number * batch, batch));
  await source.query('CHECKPOINT');
  const started = performance.now();
  for (const parameter of batches) await source.query(statement, [parameter]);
  return (performance.now() - started) / transactions;
}

/** Scattered over people, as transfers are. */
function changed(rows: Row[], from: number, count: number): string {
  const some = Array.from({ length: count }, (_, index) => rows[((from + index) * 7919) % rows.length]);
  const now = new Date().toISOString();
  return JSON.stringify(
    some.map((row) => ({
      ...row,
      updated_at: now,
      last_byte_at: now,
      bytes_served: from,
      covered: '{[0,5000)}',
    })),
  );
}

/** The statement of download-sessions' writer: all columns that may change, for any number of rows. */
function updateOf(row: Row): string {
  const columns = Object.keys(row).filter(
    (name) => !['id', 'user_id', 'asset_id', 'origin', 'created_at'].includes(name),
  );
  const assignments = columns.map((column) => `${column} = new.${column}`).join(', ');
  return `UPDATE downloads AS old SET ${assignments}
            FROM jsonb_populate_recordset(NULL::downloads, $1::jsonb) AS new WHERE old.id = new.id`;
}
