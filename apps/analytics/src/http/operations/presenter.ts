import type { Alert, Page } from '../../application/alerts.js';
import type { Report, ReportSummary } from '../../application/reports.js';
import type { Shape } from '../shape.js';
import type {
  AlertAnswer,
  AlertsAnswer,
  ReportAnswer,
  ReportsAnswer,
  ReportSummaryAnswer,
} from './answers.js';

interface PageNumber {
  readonly page: number;
  readonly limit: number;
}

export function presentAlerts({ items, total }: Page<Alert>, page: PageNumber): Shape<AlertsAnswer> {
  return { data: items.map(presentAlert), meta: metaOf(total, page) };
}

function presentAlert(alert: Alert): Shape<AlertAnswer> {
  return {
    id: alert.alertId,
    rule: alert.rule,
    kind: alert.kind,
    summary: alert.summary,
    value: alert.value,
    limit: alert.limit,
    raisedAt: alert.raisedAt.toISOString(),
    clearedAt: alert.clearedAt?.toISOString() ?? null,
  };
}

export function presentReports(
  { items, total }: Page<ReportSummary>,
  page: PageNumber,
): Shape<ReportsAnswer> {
  return { data: items.map(presentSummary), meta: metaOf(total, page) };
}

export function presentReport(report: Report): Shape<ReportAnswer> {
  const tables = report.tables.map(({ title, columns, rows }) => ({
    title,
    columns: [...columns],
    rows: rows.map((row) => [...row]),
  }));
  return { ...presentSummary(report), tables };
}

function presentSummary(report: ReportSummary): Shape<ReportSummaryAnswer> {
  return {
    id: report.reportId,
    kind: report.kind,
    periodStart: report.periodStart.toISOString(),
    periodEnd: report.periodEnd.toISOString(),
    publishedAt: report.publishedAt.toISOString(),
    metricVersion: report.metricVersion,
  };
}

function metaOf(total: number, { page, limit }: PageNumber) {
  return { total, page, limit, totalPages: Math.ceil(total / limit) };
}
