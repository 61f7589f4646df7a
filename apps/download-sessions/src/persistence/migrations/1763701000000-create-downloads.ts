import type { MigrationInterface, QueryRunner } from 'typeorm';

const LIVE = `status IN ('pending', 'downloading', 'paused')`;

/** Downloads, and what is kept beside them so that a list costs the same with 10 or 100,000 of a person. */
export class CreateDownloads1763701000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DOWNLOADS);
    for (const index of INDEXES) await runner.query(index);
    await runner.query(COUNTS);
    for (const statement of COUNTING) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE downloads, download_counts, download_places');
    await runner.query(
      'DROP FUNCTION count_downloads_on_insert, count_downloads_on_update, count_downloads_on_delete',
    );
  }
}

const DOWNLOADS = `
  CREATE TABLE downloads (
    id text PRIMARY KEY,
    user_id text NOT NULL,
    asset_id text,
    asset_title text NOT NULL,
    resource_type text NOT NULL,
    category text,
    quality text,
    file_id text,
    file_name text NOT NULL,
    media_type text NOT NULL,
    etag text,
    size bigint NOT NULL CHECK (size >= 0),
    origin text NOT NULL,
    batch_id text,
    network text,
    user_agent text,
    referrer text,
    place_limit integer,
    holds_quota boolean NOT NULL,
    places integer NOT NULL,
    status text NOT NULL
      CHECK (status IN ('pending', 'downloading', 'paused', 'completed', 'failed', 'cancelled')),
    revision integer NOT NULL,
    generation integer NOT NULL,
    aliases text[] NOT NULL,
    priority integer NOT NULL,
    queued_at timestamptz,
    link_url text,
    link_expires_at timestamptz,
    failure_reason text,
    failure_message text,
    failed_count integer NOT NULL,
    retry_count integer NOT NULL,
    resume_count integer NOT NULL,
    covered int8multirange NOT NULL,
    claimed int8multirange NOT NULL,
    unknown int8multirange NOT NULL,
    bytes_served bigint NOT NULL,
    pace jsonb NOT NULL,
    recent_transfers jsonb NOT NULL,
    speed_kbps double precision,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    started_at timestamptz,
    begun_at timestamptz,
    last_byte_at timestamptz,
    paused_at timestamptz,
    completed_at timestamptz,
    ended_at timestamptz,
    expires_at timestamptz,
    expired_at timestamptz,
    deleted_at timestamptz
  ) WITH (fillfactor = 80)`;

const INDEXES = [
  // One live download per person, asset and quality (DESIGN.md, section 3); reported ones may run twice.
  `CREATE UNIQUE INDEX downloads_one_live ON downloads (user_id, asset_id, quality) NULLS NOT DISTINCT
    WHERE ${LIVE} AND deleted_at IS NULL AND origin <> 'tracking'`,
  `CREATE INDEX downloads_of_person ON downloads (user_id, created_at DESC, id DESC)
    WHERE deleted_at IS NULL AND origin <> 'tracking'`,
  `CREATE INDEX downloads_of_person_by_status ON downloads (user_id, status, created_at DESC, id DESC)
    WHERE deleted_at IS NULL AND origin <> 'tracking'`,
  `CREATE INDEX downloads_of_person_by_type ON downloads (user_id, resource_type, created_at DESC, id DESC)
    WHERE deleted_at IS NULL AND origin <> 'tracking'`,
  `CREATE INDEX downloads_reported ON downloads (user_id, file_id, created_at DESC) WHERE origin = 'tracking'`,
  `CREATE INDEX downloads_running ON downloads (user_id) WHERE status = 'downloading' AND origin <> 'tracking'`,
  `CREATE INDEX downloads_queue ON downloads (user_id, priority DESC, queued_at, id) WHERE queued_at IS NOT NULL`,
  `CREATE INDEX downloads_aliases ON downloads USING gin (aliases) WHERE aliases <> '{}'`,
  `CREATE INDEX downloads_live_file ON downloads (file_id) WHERE ${LIVE}`,
  // What the jobs look for: each index holds only what may come due.
  `CREATE INDEX downloads_silent ON downloads (updated_at) WHERE status = 'downloading' AND origin <> 'tracking'`,
  `CREATE INDEX downloads_never_fetched ON downloads (updated_at) WHERE status = 'pending' AND queued_at IS NULL`,
  `CREATE INDEX downloads_paused ON downloads (paused_at) WHERE status = 'paused'`,
  `CREATE INDEX downloads_kept ON downloads (expires_at)
    WHERE status = 'completed' AND expired_at IS NULL AND deleted_at IS NULL`,
  `CREATE INDEX downloads_kept_of_person ON downloads (user_id, created_at)
    WHERE status = 'completed' AND expired_at IS NULL AND deleted_at IS NULL AND expires_at IS NOT NULL`,
];

const COUNTS = `
  CREATE TABLE download_counts (
    user_id text NOT NULL,
    resource_type text NOT NULL,
    status text NOT NULL,
    downloads bigint NOT NULL,
    bytes bigint NOT NULL,
    PRIMARY KEY (user_id, resource_type, status)
  );
  CREATE TABLE download_places (
    user_id text NOT NULL,
    asset_id text NOT NULL,
    places bigint NOT NULL,
    PRIMARY KEY (user_id, asset_id)
  )`;

const ADDED = 'SELECT *, 1 AS n FROM after';
const TAKEN = 'SELECT *, -1 AS n FROM before';

/** Most updates are of bytes: nothing that is summed here moves. */
const UNLESS_MOVED = `
    IF NOT EXISTS (SELECT FROM before b JOIN after a USING (id)
                    WHERE (b.status, b.places, b.deleted_at IS NULL)
                          IS DISTINCT FROM (a.status, a.places, a.deleted_at IS NULL)) THEN
      RETURN NULL;
    END IF;`;

/**
 * Sums per person move with the rows, in the same statement, however those were changed. What is deleted is in no list
 * and still takes its places. A person's changes come one after another (see `lockPeople`), so the sums never clash.
 */
const countFunction = (event: string, moved: string, condition = '') => `
  CREATE FUNCTION count_downloads_on_${event}() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    ${condition}
    WITH moved AS (${moved})
    INSERT INTO download_counts AS c (user_id, resource_type, status, downloads, bytes)
    SELECT user_id, resource_type, status, sum(n), sum(n * size) FROM moved
     WHERE deleted_at IS NULL AND origin <> 'tracking'
     GROUP BY user_id, resource_type, status HAVING sum(n) <> 0 OR sum(n * size) <> 0
     ORDER BY user_id, resource_type, status
    ON CONFLICT (user_id, resource_type, status)
      DO UPDATE SET downloads = c.downloads + excluded.downloads, bytes = c.bytes + excluded.bytes;
    WITH moved AS (${moved})
    INSERT INTO download_places AS p (user_id, asset_id, places)
    SELECT user_id, asset_id, sum(n * places) FROM moved
     WHERE asset_id IS NOT NULL
     GROUP BY user_id, asset_id HAVING sum(n * places) <> 0
     ORDER BY user_id, asset_id
    ON CONFLICT (user_id, asset_id) DO UPDATE SET places = p.places + excluded.places;
    RETURN NULL;
  END $$`;

const COUNTING = [
  countFunction('insert', ADDED),
  countFunction('update', `${ADDED} UNION ALL ${TAKEN}`, UNLESS_MOVED),
  countFunction('delete', TAKEN),
  `CREATE TRIGGER downloads_inserted AFTER INSERT ON downloads
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_downloads_on_insert()`,
  `CREATE TRIGGER downloads_updated AFTER UPDATE ON downloads
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_downloads_on_update()`,
  `CREATE TRIGGER downloads_deleted AFTER DELETE ON downloads
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION count_downloads_on_delete()`,
];
