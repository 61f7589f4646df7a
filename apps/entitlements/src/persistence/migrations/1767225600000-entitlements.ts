import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What entitlements owns: assets, orders, subscriptions, grants, places. */
export class Entitlements1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE assets (
        id varchar(128) PRIMARY KEY,
        title text NOT NULL,
        type text NOT NULL,
        category text,
        vendor text,
        thumbnail text,
        price_amount numeric,
        price_currency char(3),
        access text NOT NULL CHECK (access IN ('public', 'subscription', 'purchase')),
        max_downloads integer CHECK (max_downloads > 0),
        original_size_bytes bigint CHECK (original_size_bytes >= 0),
        published_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        removed_at timestamptz,
        CHECK ((price_amount IS NULL) = (price_currency IS NULL))
      );
      CREATE INDEX assets_listed ON assets (published_at DESC, id) WHERE removed_at IS NULL;
      CREATE INDEX assets_by_type ON assets (type, published_at DESC, id) WHERE removed_at IS NULL;
      CREATE INDEX assets_by_category ON assets (category, published_at DESC, id) WHERE removed_at IS NULL;

      CREATE TABLE files (
        id uuid PRIMARY KEY,
        file_name text NOT NULL,
        media_type text NOT NULL,
        size bigint NOT NULL CHECK (size >= 0),
        etag text NOT NULL,
        stored_at timestamptz NOT NULL,
        removed_at timestamptz
      );

      CREATE TABLE renditions (
        asset_id varchar(128) NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
        quality text NOT NULL,
        file_id uuid NOT NULL REFERENCES files (id),
        PRIMARY KEY (asset_id, quality)
      );
      CREATE INDEX renditions_by_file ON renditions (file_id);

      CREATE TABLE orders (
        id varchar(128) PRIMARY KEY,
        user_id varchar(128) NOT NULL,
        asset_id varchar(128) NOT NULL,
        status text NOT NULL,
        quantity integer NOT NULL CHECK (quantity > 0),
        price_amount numeric,
        price_currency char(3),
        ordered_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL
      );
      CREATE INDEX orders_by_person ON orders (user_id, asset_id);

      CREATE TABLE subscriptions (
        user_id varchar(128) PRIMARY KEY,
        tier text NOT NULL CHECK (tier IN ('free', 'premium', 'family')),
        valid_until timestamptz,
        changed_at timestamptz NOT NULL
      );

      CREATE TABLE grants (
        id text PRIMARY KEY,
        user_id varchar(128) NOT NULL,
        asset_id varchar(128) NOT NULL,
        download_id varchar(128) NOT NULL,
        generation integer NOT NULL,
        file_id uuid NOT NULL,
        quality text,
        origin text NOT NULL,
        carrier text NOT NULL,
        issued_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      );
      CREATE INDEX grants_by_person ON grants (user_id, asset_id, expires_at);
      CREATE INDEX grants_by_download ON grants (download_id);
      CREATE INDEX grants_by_expiry ON grants (expires_at);

      CREATE TABLE grant_window (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id varchar(128) NOT NULL,
        asset_id varchar(128) NOT NULL,
        granted_at timestamptz NOT NULL
      );
      CREATE INDEX grant_window_by_person ON grant_window (user_id, asset_id, granted_at);
      CREATE INDEX grant_window_by_time ON grant_window (granted_at);

      -- One row for each download that counts against a limit. "weight" is how many places it takes: one, and another for
      -- each further 1.5 x size + 64 MiB that was sent (DESIGN.md, section 3, "What counts").
      CREATE TABLE places (
        download_id varchar(128) PRIMARY KEY,
        user_id varchar(128) NOT NULL,
        asset_id varchar(128) NOT NULL,
        generation integer NOT NULL,
        size bigint NOT NULL DEFAULT 0,
        bytes_served bigint NOT NULL DEFAULT 0,
        begun boolean NOT NULL DEFAULT false,
        weight integer NOT NULL
          GENERATED ALWAYS AS (GREATEST(1, CEIL(bytes_served / (1.5 * size + 67108864)))::integer) STORED,
        lease_until timestamptz,
        released_at timestamptz,
        alias_of varchar(128),
        taken_at timestamptz NOT NULL
      );
      CREATE INDEX places_taken ON places (user_id, asset_id) WHERE released_at IS NULL;
      CREATE INDEX places_tentative ON places (lease_until) WHERE released_at IS NULL AND lease_until IS NOT NULL;
      CREATE INDEX places_released ON places (released_at) WHERE released_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE places, grant_window, grants, subscriptions, orders, renditions, files, assets',
    );
  }
}
