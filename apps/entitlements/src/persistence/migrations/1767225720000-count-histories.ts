import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many assets are in each person's history: a page of it says so, and must not count 100,000 rows for that. */
export class CountHistories1767225720000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE history_sizes (user_id varchar(128) PRIMARY KEY, assets bigint NOT NULL);
      LOCK TABLE downloaded_assets IN SHARE ROW EXCLUSIVE MODE;
      INSERT INTO history_sizes SELECT user_id, count(*) FROM downloaded_assets GROUP BY user_id;
    `);
    await runner.query(counting('insert', 'count(*)'));
    await runner.query(counting('delete', '-count(*)'));
    await runner.query(`
      CREATE TRIGGER downloaded_assets_inserted AFTER INSERT ON downloaded_assets
        REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION count_histories_on_insert();
      CREATE TRIGGER downloaded_assets_deleted AFTER DELETE ON downloaded_assets
        REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION count_histories_on_delete();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER downloaded_assets_inserted ON downloaded_assets');
    await runner.query('DROP TRIGGER downloaded_assets_deleted ON downloaded_assets');
    await runner.query('DROP FUNCTION count_histories_on_insert, count_histories_on_delete');
    await runner.query('DROP TABLE history_sizes');
  }
}

/** People in one order, so that two batches never wait for each other. Who has nothing left leaves no row. */
const counting = (event: 'insert' | 'delete', assets: string) => `
  CREATE FUNCTION count_histories_on_${event}() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO history_sizes AS h (user_id, assets)
    SELECT user_id, ${assets} FROM moved GROUP BY user_id ORDER BY user_id
    ON CONFLICT (user_id) DO UPDATE SET assets = h.assets + excluded.assets;
    ${event === 'delete' ? 'DELETE FROM history_sizes WHERE assets = 0 AND user_id IN (SELECT user_id FROM moved);' : ''}
    RETURN NULL;
  END $$`;
