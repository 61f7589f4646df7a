import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What this service keeps of the others, and the files that the tracking edition told of. */
export class CreateProjections1763701060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE catalogue (
        asset_id text PRIMARY KEY,
        title text NOT NULL,
        type text NOT NULL,
        category text,
        thumbnail text,
        access text NOT NULL,
        place_limit integer,
        removed_at timestamptz,
        changed_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE auto_delete_settings (
        user_id text PRIMARY KEY,
        revision integer NOT NULL,
        enabled boolean NOT NULL,
        days integer NOT NULL
      )`);
    await runner.query(`CREATE INDEX auto_delete_enabled ON auto_delete_settings (user_id) WHERE enabled`);
    await runner.query(`
      CREATE TABLE reported_files (
        file_id text PRIMARY KEY,
        file_name text NOT NULL,
        file_type text NOT NULL,
        extension text NOT NULL,
        size bigint NOT NULL,
        media_type text NOT NULL,
        created_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE catalogue, auto_delete_settings, reported_files');
  }
}
