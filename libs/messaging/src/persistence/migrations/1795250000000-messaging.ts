import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Outbox, inbox, and the note of what is being handled (see README.md, "Tables"). */
export class Messaging1795250000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Rows live for milliseconds: vacuum by count, not by share of the table.
    await runner.query(`
      CREATE TABLE outbox (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        event_id text NOT NULL,
        topic text NOT NULL,
        key text NOT NULL,
        value text NOT NULL,
        headers jsonb,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`);
    await runner.query(`
      CREATE TABLE inbox (
        consumer_group text NOT NULL,
        event_source text NOT NULL,
        event_id text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        parked boolean NOT NULL DEFAULT false,
        PRIMARY KEY (consumer_group, event_source, event_id)
      )`);
    await runner.query(`CREATE INDEX inbox_received_at ON inbox USING brin (received_at)`);
    await runner.query(`
      CREATE TABLE handling (
        consumer_group text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        first_offset bigint NOT NULL,
        last_offset bigint NOT NULL,
        attempts integer NOT NULL,
        reason text,
        PRIMARY KEY (consumer_group, topic, partition)
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE handling, inbox, outbox`);
  }
}
