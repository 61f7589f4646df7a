import type { PoolClient } from 'pg';

/** Held while the schema is made, so that services that start together do it once. */
const SCHEMA_LOCK = 8_246_001;

/** Each entry is one version of the schema; released ones are never edited, a change is a new entry. */
const VERSIONS: readonly string[] = [
  `
  CREATE TABLE bus.topics (
    topic_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    partitions integer NOT NULL CHECK (partitions > 0)
  );
  CREATE TABLE bus.partitions (
    topic_id integer NOT NULL REFERENCES bus.topics,
    partition integer NOT NULL,
    next_offset bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (topic_id, partition)
  ) WITH (fillfactor = 20);
  CREATE TABLE bus.messages (
    topic_id integer NOT NULL,
    partition integer NOT NULL,
    message_offset bigint NOT NULL,
    event_id text NOT NULL,
    key text NOT NULL,
    value text NOT NULL,
    headers jsonb,
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic_id, partition, message_offset)
  );
  CREATE TABLE bus.members (
    member uuid PRIMARY KEY,
    consumer_group text NOT NULL,
    topic_ids integer[] NOT NULL,
    joined_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    backend_pid integer,
    backend_start timestamptz
  ) WITH (fillfactor = 20);
  CREATE INDEX members_group ON bus.members (consumer_group);
  CREATE TABLE bus.group_partitions (
    consumer_group text NOT NULL,
    topic_id integer NOT NULL REFERENCES bus.topics,
    partition integer NOT NULL,
    committed bigint NOT NULL DEFAULT 0,
    owner uuid,
    epoch bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (consumer_group, topic_id, partition)
  ) WITH (fillfactor = 20);
  `,
];

/** Makes or completes the schema `bus` of the carrier's database; safe to call from everywhere at once. */
export async function ensureBusSchema(client: PoolClient): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
    await client.query('CREATE SCHEMA IF NOT EXISTS bus');
    await client.query('CREATE TABLE IF NOT EXISTS bus.versions (version integer PRIMARY KEY)');
    const { rows } = await client.query<{ version: number }>(
      'SELECT coalesce(max(version), 0) AS version FROM bus.versions',
    );
    for (const [index, statements] of VERSIONS.entries()) {
      if (index < (rows[0]?.version ?? 0)) continue;
      await client.query(statements);
      await client.query('INSERT INTO bus.versions VALUES ($1)', [index + 1]);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
