import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Not the person's id but its digest: enough to know late news of an erased person, not enough to know the person. */
export class RememberErasures1763701180000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE erasures (
        person_digest bytea       PRIMARY KEY,
        erased_at     timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX erasures_by_time ON erasures (erased_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE erasures');
  }
}
