import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type Alert, Alerts, type AlertState, type Page } from '../application/alerts.js';

interface AlertRow {
  readonly alert_id: string;
  readonly rule: string;
  readonly kind: Alert['kind'];
  readonly summary: string;
  readonly value: number;
  readonly limit_value: number;
  readonly raised_at: Date;
  readonly cleared_at: Date | null;
}

const CONDITIONS = {
  active: 'cleared_at IS NULL',
  cleared: 'cleared_at IS NOT NULL',
  all: 'true',
} as const satisfies Record<AlertState, string>;

@Injectable()
export class TypeormAlerts extends Alerts {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async active(): Promise<Alert[]> {
    const rows = await this.#query<AlertRow>(`SELECT * FROM alerts WHERE cleared_at IS NULL`, []);
    return rows.map(toAlert);
  }

  override async raise(alert: Alert): Promise<boolean> {
    const rows = await this.#query(
      `WITH raised AS (
         INSERT INTO alerts (alert_id, rule, kind, summary, value, limit_value, raised_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING 1 AS one
       ) SELECT * FROM raised`,
      [alert.alertId, alert.rule, alert.kind, alert.summary, alert.value, alert.limit, alert.raisedAt],
    );
    return rows.length === 1;
  }

  override async clear(alertId: string, clearedAt: Date): Promise<boolean> {
    const rows = await this.#query(
      `WITH cleared AS (
         UPDATE alerts SET cleared_at = $2 WHERE alert_id = $1 AND cleared_at IS NULL RETURNING 1 AS one
       ) SELECT * FROM cleared`,
      [alertId, clearedAt],
    );
    return rows.length === 1;
  }

  override async list(
    state: AlertState,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<Page<Alert>> {
    const where = CONDITIONS[state];
    const rows = await this.#query<AlertRow>(
      `SELECT * FROM alerts WHERE ${where} ORDER BY raised_at DESC, alert_id DESC LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
    const [count] = await this.#query<{ total: number }>(
      `SELECT count(*)::int AS total FROM alerts WHERE ${where}`,
      [],
    );
    return { items: rows.map(toAlert), total: count?.total ?? 0 };
  }

  #query<T>(statement: string, parameters: unknown[]): Promise<T[]> {
    return this.transactions.manager.query<T[]>(statement, parameters);
  }
}

function toAlert(row: AlertRow): Alert {
  return {
    alertId: row.alert_id,
    rule: row.rule,
    kind: row.kind,
    summary: row.summary,
    value: row.value,
    limit: row.limit_value,
    raisedAt: row.raised_at,
    clearedAt: row.cleared_at,
  };
}
