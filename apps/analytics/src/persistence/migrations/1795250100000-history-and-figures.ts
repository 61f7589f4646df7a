import type { MigrationInterface, QueryRunner } from 'typeorm';

const HISTORY = [
  `CREATE SCHEMA history`,
  `CREATE SEQUENCE history.event_position`,
  // The day is that of the event's own time, so that a late one lands where it belongs.
  `CREATE TABLE history.events (
     position bigint NOT NULL DEFAULT nextval('history.event_position'),
     day date NOT NULL,
     event_id text NOT NULL,
     type text NOT NULL,
     source text NOT NULL,
     subject text NOT NULL,
     time timestamptz NOT NULL,
     user_id text,
     country text NOT NULL,
     automated boolean NOT NULL,
     data jsonb NOT NULL,
     PRIMARY KEY (day, event_id, source)
   ) PARTITION BY RANGE (day)`,
  `CREATE INDEX events_position ON history.events (position)`,
  `CREATE INDEX events_user ON history.events (user_id) WHERE user_id IS NOT NULL`,
  // Who was erased is kept as a digest only, so that news on its way about the old time finds the same pseudonym.
  `CREATE TABLE history.erased_people (
     person_digest text NOT NULL,
     pseudonym text PRIMARY KEY,
     erased_at timestamptz NOT NULL,
     archive_cleaned_at timestamptz
   )`,
  `CREATE INDEX erased_people_digest ON history.erased_people (person_digest, erased_at)`,
];

/** A schema of its own, so that a rebuild can swap all of it by renaming. */
const STATES = [
  `CREATE SCHEMA figures`,
  `CREATE TABLE figures.download_state (
     download_id text PRIMARY KEY,
     revision integer NOT NULL,
     user_id text NOT NULL,
     file_id text,
     file_name text NOT NULL,
     file_type text NOT NULL,
     resource_type text NOT NULL,
     category text,
     size bigint NOT NULL,
     accuracy text NOT NULL,
     status text NOT NULL,
     downloaded bigint NOT NULL,
     bytes_served bigint NOT NULL,
     active_us bigint NOT NULL,
     speed_kbps double precision,
     resume_count integer NOT NULL,
     begun_at timestamptz,
     ended_at timestamptz,
     changed_at timestamptz NOT NULL,
     country text NOT NULL,
     automated boolean NOT NULL
   )`,
  `CREATE INDEX download_state_person ON figures.download_state (user_id, begun_at DESC, download_id DESC)`,
  `CREATE INDEX download_state_ended ON figures.download_state (ended_at) WHERE ended_at IS NOT NULL`,
  `CREATE TABLE figures.files (
     file_id text PRIMARY KEY,
     file_name text NOT NULL,
     file_type text NOT NULL,
     size bigint NOT NULL,
     described_at timestamptz NOT NULL,
     described_by text NOT NULL,
     last_completed_at timestamptz
   )`,
];

const PEOPLE = [
  `CREATE TABLE figures.people (
     scope text NOT NULL, user_id text NOT NULL, downloads bigint NOT NULL, PRIMARY KEY (scope, user_id)
   )`,
  `CREATE INDEX people_person ON figures.people (user_id)`,
  `CREATE TABLE figures.unique_people (scope text PRIMARY KEY, people bigint NOT NULL)`,
  `CREATE TABLE figures.file_people (
     file_id text NOT NULL, user_id text NOT NULL, last_day date NOT NULL, PRIMARY KEY (file_id, user_id)
   )`,
  `CREATE INDEX file_people_person ON figures.file_people (user_id)`,
  // How many people completed the file last on that day: those of a window are a sum over its days.
  `CREATE TABLE figures.file_recency (
     file_id text NOT NULL, last_day date NOT NULL, people bigint NOT NULL, PRIMARY KEY (file_id, last_day)
   )`,
];

const sums = (table: string, key: string, keyNames: string, measures: string[]) =>
  `CREATE TABLE figures.${table} (
     ${key},
     ${measures.map((measure) => `${measure} bigint NOT NULL`).join(', ')},
     PRIMARY KEY (${keyNames})
   ) WITH (fillfactor = 80)`;

const OUTCOMES = ['begun', 'completed', 'failed', 'cancelled'];

const ROLLUPS = [
  sums('person_totals', 'user_id text', 'user_id', [
    ...OUTCOMES,
    'completed_bytes',
    'moved_bytes',
    'active_us',
    'automated',
  ]),
  sums('person_types', 'user_id text, file_type text', 'user_id, file_type', ['completed']),
  sums(
    'person_days',
    'user_id text, day date, resource_type text, category text',
    'user_id, day, resource_type, category',
    [...OUTCOMES, 'begun_bytes', 'moved_bytes', 'active_us'],
  ),
  sums('person_hours', 'user_id text, hour timestamptz', 'user_id, hour', ['moved_bytes', 'active_us']),
  sums('file_totals', 'file_id text', 'file_id', [...OUTCOMES, 'active_us', 'reported_bytes', 'automated']),
  sums('file_hours', 'file_id text, hour smallint', 'file_id, hour', ['completed']),
  sums('file_countries', 'file_id text, country text', 'file_id, country', ['completed']),
  sums('file_days', 'file_id text, day date', 'file_id, day', ['completed']),
  // Each day's files by rank: what a ranking over several days begins with.
  `CREATE INDEX file_days_ranked ON figures.file_days (day, completed DESC, file_id)`,
  sums('day_types', 'day date, file_type text', 'day, file_type', [
    ...OUTCOMES,
    'completed_bytes',
    'moved_bytes',
    'active_us',
    'automated',
  ]),
  sums('day_countries', 'day date, country text', 'day, country', ['begun', 'completed']),
  sums('reported_days', 'day date', 'day', ['bytes']),
  sums('served_hours', 'hour timestamptz', 'hour', ['bytes', 'automated_bytes']),
  sums('served_files', 'file_id text, day date', 'file_id, day', ['bytes', 'automated_bytes']),
  sums('grant_days', 'day date', 'day', ['issued', 'denied']),
  sums('signals', 'kind text, minute timestamptz', 'kind, minute', ['events']),
];

export class HistoryAndFigures1795250100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...HISTORY, ...STATES, ...PEOPLE, ...ROLLUPS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP SCHEMA figures CASCADE`);
    await runner.query(`DROP SCHEMA history CASCADE`);
  }
}
