import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE alerts (
     alert_id text PRIMARY KEY,
     rule text NOT NULL,
     kind text NOT NULL,
     summary text NOT NULL,
     value double precision NOT NULL,
     limit_value double precision NOT NULL,
     raised_at timestamptz NOT NULL,
     cleared_at timestamptz
   )`,
  // A rule is raised once, whoever evaluates it.
  `CREATE UNIQUE INDEX alerts_raised ON alerts (rule) WHERE cleared_at IS NULL`,
  `CREATE INDEX alerts_latest ON alerts (raised_at DESC, alert_id DESC)`,
  `CREATE TABLE webhook_deliveries (
     event_id text NOT NULL,
     url text NOT NULL,
     event text NOT NULL,
     attempts integer NOT NULL DEFAULT 0,
     next_at timestamptz,
     delivered_at timestamptz,
     last_error text,
     PRIMARY KEY (event_id, url)
   )`,
  `CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE next_at IS NOT NULL`,
  `CREATE TABLE reports (
     report_id text PRIMARY KEY,
     kind text NOT NULL,
     period_start timestamptz NOT NULL,
     period_end timestamptz NOT NULL,
     published_at timestamptz NOT NULL,
     metric_version integer NOT NULL,
     content jsonb NOT NULL,
     UNIQUE (kind, period_start)
   )`,
  `CREATE INDEX reports_latest ON reports (period_start DESC, report_id DESC)`,
];

export class AlertsAndReports1795250200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE reports, webhook_deliveries, alerts`);
  }
}
