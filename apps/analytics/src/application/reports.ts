import type { ReportKind } from '../domain/report-periods.js';
import type { Page } from './alerts.js';

/** A table of a report; the first column names the row. */
export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface ReportSummary {
  readonly reportId: string;
  readonly kind: ReportKind;
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly publishedAt: Date;
  readonly metricVersion: number;
}

/** As it was when it was published: events that came later do not change it. */
export interface Report extends ReportSummary {
  readonly tables: readonly ReportTable[];
}

export abstract class Reports {
  /** False where the period has its report already. */
  abstract add(report: Report): Promise<boolean>;
  abstract has(kind: ReportKind, periodStart: Date): Promise<boolean>;
  abstract get(reportId: string): Promise<Report | null>;
  /** Latest period first. */
  abstract list(
    kind: ReportKind | null,
    page: { offset: number; limit: number },
  ): Promise<Page<ReportSummary>>;
}
