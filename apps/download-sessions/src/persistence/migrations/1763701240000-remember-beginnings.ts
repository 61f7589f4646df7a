import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When bodies began right behind what is missing. Those of downloads that run just now are taken over from what was remembered of
 * their transfers, which no longer say where they began.
 */
export class RememberBeginnings1763701240000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE downloads ADD COLUMN beginnings jsonb');
    await runner.query(`
      UPDATE downloads
         SET beginnings = (
           SELECT jsonb_agg(jsonb_build_array(began."offset", began."startedAt"))
             FROM jsonb_to_recordset(recent_transfers) AS began ("offset" bigint, "startedAt" bigint)
            WHERE began."offset" > 0
              AND (covered + claimed) @> began."offset"
              AND NOT (covered + claimed) @> began."offset" - 1)
       WHERE status IN ('pending', 'downloading', 'paused') AND recent_transfers <> '[]'
         AND (SELECT count(*) FROM unnest(covered + claimed)) > 1`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE downloads DROP COLUMN beginnings');
  }
}
