import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class CreateQuotas1763712000000 implements MigrationInterface {
  readonly name = 'CreateQuotas1763712000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCOUNTS);
    await runner.query(HOLDS);
    await runner.query(SUBSCRIPTIONS);
    await runner.query(PERSON_DOWNLOADS);
    await runner.query(ERASURES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE erasures, person_downloads, subscriptions, holds, quota_accounts');
  }
}

/** The checks are the second line: the first is the condition of the statement that reserves. */
const ACCOUNTS = `
  CREATE TABLE quota_accounts (
    user_id                text        PRIMARY KEY,
    id                     uuid        NOT NULL UNIQUE,
    revision               bigint      NOT NULL CHECK (revision >= 0),
    tier                   text        NOT NULL CHECK (tier IN ('free', 'premium', 'family')),
    total_bytes            bigint      NOT NULL CHECK (total_bytes > 0),
    held_bytes             bigint      NOT NULL CHECK (held_bytes >= 0),
    committed_bytes        bigint      NOT NULL CHECK (committed_bytes >= 0),
    auto_delete_enabled    boolean     NOT NULL,
    auto_delete_days       integer     CHECK (auto_delete_days BETWEEN 1 AND 365),
    notification_threshold integer     NOT NULL CHECK (notification_threshold BETWEEN 1 AND 100),
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL
  )`;

/** held_bytes and committed_bytes are computed here once more, apart from the domain, so that a drift shows. */
const HOLDS = `
  CREATE TABLE holds (
    download_id      text        PRIMARY KEY,
    user_id          text        NOT NULL REFERENCES quota_accounts (user_id) ON DELETE CASCADE,
    phase            text        NOT NULL CHECK (phase IN ('unknown', 'live', 'completed', 'ended', 'gone')),
    bytes            bigint      NOT NULL CHECK (bytes >= 0),
    generation       integer     NOT NULL CHECK (generation >= 0),
    revision         bigint      NOT NULL CHECK (revision >= 0),
    lease_generation integer,
    lease_bytes      bigint      CHECK (lease_bytes >= 0),
    lease_until      timestamptz,
    held_bytes       bigint      NOT NULL GENERATED ALWAYS AS
      (GREATEST(CASE phase WHEN 'live' THEN bytes ELSE 0 END, COALESCE(lease_bytes, 0))) STORED,
    committed_bytes  bigint      NOT NULL GENERATED ALWAYS AS
      (CASE phase WHEN 'completed' THEN bytes ELSE 0 END) STORED,
    updated_at       timestamptz NOT NULL,
    CHECK (num_nulls(lease_generation, lease_bytes, lease_until) IN (0, 3))
  );
  CREATE INDEX holds_by_person ON holds (user_id);
  CREATE INDEX holds_by_lease ON holds (lease_until) WHERE lease_until IS NOT NULL;
  CREATE INDEX holds_over ON holds (updated_at) WHERE phase IN ('ended', 'gone')`;

const SUBSCRIPTIONS = `
  CREATE TABLE subscriptions (
    user_id     text        PRIMARY KEY,
    tier        text        NOT NULL CHECK (tier IN ('free', 'premium', 'family')),
    valid_until timestamptz,
    changed_at  timestamptz NOT NULL,
    expired     boolean     NOT NULL DEFAULT false
  );
  CREATE INDEX subscriptions_by_end ON subscriptions (valid_until) WHERE NOT expired AND valid_until IS NOT NULL`;

/** A download that is gone keeps its revision against late news, but not whose it was. */
const PERSON_DOWNLOADS = `
  CREATE TABLE person_downloads (
    download_id text        PRIMARY KEY,
    user_id     text,
    revision    bigint      NOT NULL,
    status      text        NOT NULL,
    created_at  timestamptz NOT NULL,
    gone_at     timestamptz,
    CHECK ((user_id IS NULL) = (gone_at IS NOT NULL))
  );
  CREATE INDEX person_downloads_by_person ON person_downloads (user_id, status, created_at)
    WHERE user_id IS NOT NULL;
  CREATE INDEX person_downloads_gone ON person_downloads (gone_at) WHERE gone_at IS NOT NULL`;

const ERASURES = `
  CREATE TABLE erasures (
    person_digest bytea       PRIMARY KEY,
    erased_at     timestamptz NOT NULL
  );
  CREATE INDEX erasures_by_time ON erasures (erased_at)`;
