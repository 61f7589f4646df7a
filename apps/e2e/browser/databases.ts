import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';

interface StackDescription {
  readonly services: Readonly<Record<string, { readonly databaseUrl: string | null }>>;
}

/** What no URL can bring about, because only time does. */
async function tell(service: string, sql: string, values: readonly unknown[]): Promise<void> {
  const { WAYBILL_STACK_FILE: path } = process.env;
  if (path === undefined) throw new Error('WAYBILL_STACK_FILE must be set: it says where the databases are');
  const { services } = JSON.parse(readFileSync(path, 'utf8')) as StackDescription;
  const client = new pg.Client({ connectionString: services[service]?.databaseUrl ?? '' });
  await client.connect();
  await client.query(sql, [...values]).finally(() => client.end());
}

/** A month and more passes for a person's downloads. */
export function letTimePass(userId: string): Promise<void> {
  const sql = `UPDATE downloads SET created_at = created_at - interval '40 days' WHERE user_id = $1`;
  return tell('download-sessions', sql, [userId]);
}

const REPORT = [
  {
    title: 'Downloads',
    columns: ['type', 'downloads', 'completed', 'success rate'],
    rows: [
      ['video', 41, 38, 97.4],
      ['document', 12, 12, 100],
    ],
  },
  { title: 'Popular files', columns: ['file', 'completed downloads'], rows: [['lesson.mp4', 38]] },
];

/** A night passes, and the day before has its report. */
export async function letNightPass(): Promise<void> {
  const sql = `
    INSERT INTO reports (report_id, kind, period_start, period_end, published_at, metric_version, content)
    VALUES ($1, 'daily-downloads', '2026-01-01', '2026-01-02', '2026-01-02 00:15', 1, $2)
    ON CONFLICT DO NOTHING`;
  await tell('analytics', sql, [randomUUID(), JSON.stringify(REPORT)]);
}
