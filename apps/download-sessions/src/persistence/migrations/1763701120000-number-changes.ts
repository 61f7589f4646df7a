import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every change of a download gets a number. A person's changes are made one after another under a lock that is held until the
 * commit (see `lockPeople`), so whoever has read up to a number misses nothing by asking for the higher ones.
 */
export class NumberChanges1763701120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SEQUENCE download_changes');
    await runner.query(`ALTER TABLE downloads ADD COLUMN change_number bigint NOT NULL DEFAULT 0`);
    await runner.query(`
      CREATE FUNCTION number_download_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.change_number := nextval('download_changes');
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER downloads_numbered BEFORE INSERT OR UPDATE ON downloads
        FOR EACH ROW EXECUTE FUNCTION number_download_change()`);
    await runner.query(
      `CREATE INDEX downloads_changes_of_person ON downloads (user_id, change_number) WHERE origin <> 'tracking'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER downloads_numbered ON downloads');
    await runner.query('ALTER TABLE downloads DROP COLUMN change_number');
    await runner.query('DROP FUNCTION number_download_change');
    await runner.query('DROP SEQUENCE download_changes');
  }
}
