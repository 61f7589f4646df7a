import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import type { Page } from '../application/alerts.js';
import { type Report, Reports, type ReportSummary, type ReportTable } from '../application/reports.js';
import type { ReportKind } from '../domain/report-periods.js';

interface SummaryRow {
  readonly report_id: string;
  readonly kind: ReportKind;
  readonly period_start: Date;
  readonly period_end: Date;
  readonly published_at: Date;
  readonly metric_version: number;
}

const SUMMARY = 'report_id, kind, period_start, period_end, published_at, metric_version';

@Injectable()
export class TypeormReports extends Reports {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async add(report: Report): Promise<boolean> {
    const { reportId, kind, periodStart, periodEnd, publishedAt, metricVersion, tables } = report;
    const rows = await this.#query(
      `WITH added AS (
         INSERT INTO reports (${SUMMARY}, content) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (kind, period_start) DO NOTHING RETURNING 1 AS one
       ) SELECT * FROM added`,
      [reportId, kind, periodStart, periodEnd, publishedAt, metricVersion, JSON.stringify(tables)],
    );
    return rows.length === 1;
  }

  override async has(kind: ReportKind, periodStart: Date): Promise<boolean> {
    const rows = await this.#query(`SELECT 1 FROM reports WHERE kind = $1 AND period_start = $2`, [
      kind,
      periodStart,
    ]);
    return rows.length > 0;
  }

  override async get(reportId: string): Promise<Report | null> {
    const [row] = await this.#query<SummaryRow & { content: ReportTable[] }>(
      `SELECT * FROM reports WHERE report_id = $1`,
      [reportId],
    );
    return row === undefined ? null : { ...toSummary(row), tables: row.content };
  }

  override async list(
    kind: ReportKind | null,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<Page<ReportSummary>> {
    const rows = await this.#query<SummaryRow>(
      `SELECT ${SUMMARY} FROM reports WHERE $1::text IS NULL OR kind = $1
       ORDER BY period_start DESC, report_id DESC LIMIT $2 OFFSET $3`,
      [kind, limit, offset],
    );
    const [count] = await this.#query<{ total: number }>(
      `SELECT count(*)::int AS total FROM reports WHERE $1::text IS NULL OR kind = $1`,
      [kind],
    );
    return { items: rows.map(toSummary), total: count?.total ?? 0 };
  }

  #query<T>(statement: string, parameters: unknown[]): Promise<T[]> {
    return this.transactions.manager.query<T[]>(statement, parameters);
  }
}

function toSummary(row: SummaryRow): ReportSummary {
  return {
    reportId: row.report_id,
    kind: row.kind,
    periodStart: row.period_start,
    periodEnd: row.period_end,
    publishedAt: row.published_at,
    metricVersion: row.metric_version,
  };
}
