import { Injectable } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import type { ReportKind } from '../domain/report-periods.js';
import { type Alert, Alerts, type AlertState, type Page } from './alerts.js';
import { type Report, Reports, type ReportSummary } from './reports.js';

interface PageNumber {
  readonly page: number;
  readonly limit: number;
}

/** Alerts and reports, for those who run the place. */
@Injectable()
export class ReadOperations {
  constructor(
    private readonly alertsStore: Alerts,
    private readonly reportsStore: Reports,
  ) {}

  alerts(state: AlertState, page: PageNumber): Promise<Page<Alert>> {
    return this.alertsStore.list(state, sliceOf(page));
  }

  reports(kind: ReportKind | null, page: PageNumber): Promise<Page<ReportSummary>> {
    return this.reportsStore.list(kind, sliceOf(page));
  }

  async report(reportId: string): Promise<Report> {
    const report = await this.reportsStore.get(reportId);
    if (report === null) throw new DomainError('not-found', 'REPORT_NOT_FOUND', 'There is no such report');
    return report;
  }
}

function sliceOf({ page, limit }: PageNumber) {
  return { offset: (page - 1) * limit, limit };
}
