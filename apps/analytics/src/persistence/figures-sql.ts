import { ROLLUPS, type RollupName } from '../domain/rollups.js';

/**
 * The schema that is read, the one that a rebuild fills before it takes the first one's place, and the share of downloads
 * whose states are gone, which a rebuild begins with.
 */
export type FiguresSchema = 'figures' | 'figures_shadow' | 'figures_settled';

export const SETTLED_BEFORE = `SELECT day::text AS day FROM figures_settled.line`;

/** Adds rows, given as a JSON array ($1), to a rollup. */
export function addRows(schema: FiguresSchema, table: RollupName): string {
  const { key, measures } = ROLLUPS[table];
  const keys = Object.keys(key).join(', ');
  const types = [
    ...Object.entries(key).map(([name, type]) => `${name} ${type}`),
    ...measures.map((name) => `${name} bigint`),
  ];
  return `
    INSERT INTO ${schema}.${table} AS stored (${keys}, ${measures.join(', ')})
    SELECT ${keys}, ${measures.join(', ')} FROM jsonb_to_recordset($1::jsonb) AS moved (${types.join(', ')})
    ON CONFLICT (${keys}) DO UPDATE
    SET ${measures.map((name) => `${name} = stored.${name} + EXCLUDED.${name}`).join(', ')}`;
}

/** Counts people in and out of scopes: a scope's unique people change where a person's downloads there leave or reach none. */
export const countPeople = (schema: FiguresSchema) => `
  WITH change AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS c (scope text, user_id text, downloads bigint)),
  moved AS (
    INSERT INTO ${schema}.people AS stored (scope, user_id, downloads) SELECT * FROM change
    ON CONFLICT (scope, user_id) DO UPDATE SET downloads = stored.downloads + EXCLUDED.downloads
    RETURNING scope, user_id, downloads
  ),
  crossing AS (
    SELECT scope, sum((moved.downloads > 0)::int - (moved.downloads - change.downloads > 0)::int) AS people
    FROM moved JOIN change USING (scope, user_id) GROUP BY scope
  )
  INSERT INTO ${schema}.unique_people AS stored (scope, people)
  SELECT scope, people FROM crossing WHERE people <> 0
  ON CONFLICT (scope) DO UPDATE SET people = stored.people + EXCLUDED.people`;

/** Moves a person to the last day he completed a file on: from the day he was counted under, if any. */
export const countDownloaders = (schema: FiguresSchema) => `
  WITH seen AS (
    SELECT file_id, user_id, max(day) AS day
    FROM jsonb_to_recordset($1::jsonb) AS c (file_id text, user_id text, day date) GROUP BY file_id, user_id
  ),
  prior AS (SELECT stored.* FROM ${schema}.file_people stored JOIN seen USING (file_id, user_id)),
  moved AS (
    INSERT INTO ${schema}.file_people AS stored (file_id, user_id, last_day) SELECT * FROM seen
    ON CONFLICT (file_id, user_id) DO UPDATE SET last_day = EXCLUDED.last_day
    WHERE EXCLUDED.last_day > stored.last_day
    RETURNING file_id, user_id, last_day
  ),
  change AS (
    SELECT file_id, last_day, 1 AS people FROM moved
    UNION ALL
    SELECT prior.file_id, prior.last_day, -1 FROM prior JOIN moved USING (file_id, user_id)
  )
  INSERT INTO ${schema}.file_recency AS stored (file_id, last_day, people)
  SELECT file_id, last_day, sum(people) FROM change GROUP BY file_id, last_day
  ON CONFLICT (file_id, last_day) DO UPDATE SET people = stored.people + EXCLUDED.people`;

const STATE_COLUMNS = [
  'revision',
  'user_id',
  'file_id',
  'file_name',
  'file_type',
  'resource_type',
  'category',
  'size',
  'accuracy',
  'status',
  'downloaded',
  'bytes_served',
  'active_us',
  'speed_kbps',
  'resume_count',
  'begun_at',
  'ended_at',
  'changed_at',
  'country',
  'automated',
];

/** Keeps the latest states, given as a JSON array ($1). */
export const keepStates = (schema: FiguresSchema) => `
  INSERT INTO ${schema}.download_state (download_id, ${STATE_COLUMNS.join(', ')})
  SELECT download_id, ${STATE_COLUMNS.join(', ')}
  FROM jsonb_populate_recordset(NULL::${schema}.download_state, $1::jsonb)
  ON CONFLICT (download_id) DO UPDATE
  SET ${STATE_COLUMNS.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`;

export const readStates = (schema: FiguresSchema) =>
  `SELECT to_jsonb(state) AS state FROM ${schema}.download_state state WHERE download_id = ANY($1::text[])`;

/** The latest that was said of a file describes it; ids decide where two say something at the same time. */
export const describeFiles = (schema: FiguresSchema) => `
  INSERT INTO ${schema}.files AS stored (file_id, file_name, file_type, size, described_at, described_by)
  SELECT DISTINCT ON (file_id) file_id, file_name, file_type, size, changed_at, download_id
  FROM jsonb_populate_recordset(NULL::figures.download_state, $1::jsonb) WHERE file_id IS NOT NULL
  ORDER BY file_id, changed_at DESC, download_id DESC
  ON CONFLICT (file_id) DO UPDATE
  SET file_name = EXCLUDED.file_name, file_type = EXCLUDED.file_type, size = EXCLUDED.size,
      described_at = EXCLUDED.described_at, described_by = EXCLUDED.described_by
  WHERE (EXCLUDED.described_at, EXCLUDED.described_by) > (stored.described_at, stored.described_by)`;

export const dateCompletions = (schema: FiguresSchema) => `
  UPDATE ${schema}.files AS stored SET last_completed_at = latest.at
  FROM (SELECT file_id, max(at) AS at FROM jsonb_to_recordset($1::jsonb) AS c (file_id text, at timestamptz)
        GROUP BY file_id) latest
  WHERE stored.file_id = latest.file_id AND (stored.last_completed_at < latest.at) IS NOT FALSE`;

/** Tables with a person in them; erasing puts a pseudonym in his place. */
export const PERSON_TABLES = [
  'download_state',
  'person_totals',
  'person_types',
  'person_days',
  'person_hours',
  'people',
  'file_people',
] as const;
