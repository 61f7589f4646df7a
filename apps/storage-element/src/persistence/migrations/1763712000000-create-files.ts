import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateFiles1763712000000 implements MigrationInterface {
  readonly name = 'CreateFiles1763712000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FILES);
    await runner.query(STOPS);
    await runner.query(ELEMENTS);
    await runner.query(TRANSFERS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE transfers, elements, stopped_downloads, files');
  }
}

/** A removed file keeps its row: its id names the same bytes for good, so no link or cache can ever meet others. */
const FILES = `
  CREATE TABLE files (
    id          uuid        PRIMARY KEY,
    file_name   text        NOT NULL,
    media_type  text        NOT NULL,
    size        bigint      NOT NULL CHECK (size >= 0),
    sha256      text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    location    text        NOT NULL,
    stored_at   timestamptz NOT NULL,
    removed_at  timestamptz,
    checked_at  timestamptz NOT NULL,
    damaged_at  timestamptz
  );
  CREATE INDEX files_to_check ON files (checked_at) WHERE removed_at IS NULL`;

/** A stop concerns the tickets of its generation and below; a revocation those issued up to its moment. */
const STOPS = `
  CREATE TABLE stopped_downloads (
    download_id text        PRIMARY KEY,
    generation  integer     NOT NULL,
    revoked_at  timestamptz,
    stopped_at  timestamptz NOT NULL
  );
  CREATE INDEX stopped_downloads_by_age ON stopped_downloads (stopped_at)`;

/** Host and process, so that one that comes back on the same machine need not wait for the lease of the one before. */
const ELEMENTS = `
  CREATE TABLE elements (
    id         uuid        PRIMARY KEY,
    host       text        NOT NULL,
    pid        integer     NOT NULL,
    flushes    bigint      NOT NULL,
    seen_at    timestamptz NOT NULL
  )`;

/** Bodies that are on their way; a row lives no longer than its transfer. "planned" are the file's ranges in the order of the body. */
const TRANSFERS = `
  CREATE TABLE transfers (
    id          uuid        PRIMARY KEY,
    element_id  uuid        NOT NULL REFERENCES elements (id),
    facts       jsonb       NOT NULL,
    planned     jsonb       NOT NULL,
    delivered   bigint      NOT NULL,
    sequence    integer     NOT NULL,
    started_at  timestamptz NOT NULL,
    reported_at timestamptz NOT NULL
  );
  CREATE INDEX transfers_by_element ON transfers (element_id)`;
