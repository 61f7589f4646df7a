import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateIdempotencyKeys1732000000000 implements MigrationInterface {
  readonly name = 'CreateIdempotencyKeys1732000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_keys (
        scope        bytea       PRIMARY KEY,
        request      bytea       NOT NULL,
        owner        uuid        NOT NULL,
        leased_until timestamptz NOT NULL,
        expires_at   timestamptz NOT NULL,
        status       smallint,
        headers      jsonb,
        body         text
      )`);
    await runner.query('CREATE INDEX idempotency_keys_expires_at ON idempotency_keys (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_keys');
  }
}

/** For the migrations of a service that uses `@Idempotent()`. */
export const idempotencyMigrations = [CreateIdempotencyKeys1732000000000];
