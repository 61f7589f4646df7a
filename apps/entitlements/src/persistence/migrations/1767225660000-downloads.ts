import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What entitlements knows of others: downloads, and who was erased. */
export class Downloads1767225660000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The projection of download events. "subject_id" is what was downloaded: the asset, or the reported file.
      CREATE TABLE downloads (
        id varchar(128) PRIMARY KEY,
        revision integer NOT NULL,
        generation integer NOT NULL,
        user_id varchar(128) NOT NULL,
        asset_id varchar(128),
        subject_id varchar(255) NOT NULL,
        title text NOT NULL,
        category text,
        file_id varchar(255),
        quality text,
        origin text NOT NULL,
        status text NOT NULL,
        retry_count integer NOT NULL,
        deleted boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        begun_at timestamptz,
        revoked_generation integer NOT NULL DEFAULT 0
      );
      CREATE INDEX downloads_to_join ON downloads (user_id, asset_id, created_at DESC)
        WHERE status IN ('pending', 'downloading', 'paused', 'failed') AND NOT deleted;
      CREATE INDEX downloads_by_person ON downloads (user_id);
      CREATE INDEX downloads_begun ON downloads (created_at DESC, id DESC) WHERE begun_at IS NOT NULL;
      CREATE INDEX downloads_begun_at ON downloads (begun_at) WHERE begun_at IS NOT NULL;

      -- Moves with the first byte of a download, so that history and figures never count rows again.
      CREATE TABLE downloaded_assets (
        user_id varchar(128) NOT NULL,
        subject_id varchar(255) NOT NULL,
        title text NOT NULL,
        category text,
        download_count bigint NOT NULL,
        last_download_at timestamptz NOT NULL,
        PRIMARY KEY (user_id, subject_id)
      );
      CREATE INDEX downloaded_assets_history ON downloaded_assets (user_id, last_download_at DESC, subject_id);

      -- Not the person's id but its digest: enough to know late news of an erased person, not enough to know the person.
      CREATE TABLE erased_people (
        digest text PRIMARY KEY,
        pseudonym varchar(128) NOT NULL,
        erased_at timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE erased_people, downloaded_assets, downloads');
  }
}
