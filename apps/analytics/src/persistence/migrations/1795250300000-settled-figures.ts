import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everything that follows from the states of downloads; what single events add up to is never recomputed from states. */
const TABLES = [
  'files',
  'people',
  'unique_people',
  'file_people',
  'file_recency',
  'person_totals',
  'person_types',
  'person_days',
  'person_hours',
  'file_totals',
  'file_hours',
  'file_countries',
  'file_days',
  'day_types',
  'day_countries',
  'reported_days',
];

/**
 * The share in the figures of downloads whose states are gone. A rebuild begins with it; the schema that is read holds it
 * already. And the days whose history is in the archive, so that a rebuild knows where the history begins.
 */
export class SettledFigures1795250300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA figures_settled`);
    for (const table of TABLES)
      await runner.query(`CREATE TABLE figures_settled.${table} (LIKE figures.${table} INCLUDING ALL)`);
    // Downloads that began before that day and have no state are settled: no news moves them any more.
    await runner.query(
      `CREATE TABLE figures_settled.line (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), day date NOT NULL)`,
    );
    await runner.query(`CREATE TABLE history.archived_days (day date PRIMARY KEY)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE history.archived_days`);
    await runner.query(`DROP SCHEMA figures_settled CASCADE`);
  }
}
