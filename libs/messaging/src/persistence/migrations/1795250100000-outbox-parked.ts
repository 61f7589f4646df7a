import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events that no bus takes, put aside with the reason. A row that is put back into `outbox` is tried again. */
export class OutboxParked1795250100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox_parked (
        position bigint PRIMARY KEY,
        event_id text NOT NULL,
        topic text NOT NULL,
        key text NOT NULL,
        value text NOT NULL,
        headers jsonb,
        created_at timestamptz NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        attempts integer NOT NULL,
        reason text NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE outbox_parked`);
  }
}
