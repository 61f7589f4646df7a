import { Injectable } from '@nestjs/common';
import { reportPublished } from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import { Outbox, Transactions } from '@waybill/messaging';
import { METRIC_VERSION } from '../domain/metric-version.js';
import type { ReportPeriod } from '../domain/report-periods.js';
import { startOfDay } from '../domain/utc.js';
import { type Report, Reports } from './reports.js';
import { WriteReport } from './write-report.js';

/** Writes one report down and announces it, in one transaction. */
@Injectable()
export class PublishReport {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly reports: Reports,
    private readonly writeReport: WriteReport,
  ) {}

  /** False where somebody else published it meanwhile. */
  async execute(period: ReportPeriod, now: Date): Promise<boolean> {
    const report: Report = {
      reportId: uuidv7(),
      kind: period.kind,
      periodStart: startOfDay(period.startDay),
      periodEnd: startOfDay(period.endDay),
      publishedAt: now,
      metricVersion: METRIC_VERSION,
      tables: await this.writeReport.execute(period),
    };
    return this.#publish(report);
  }

  #publish(report: Report): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const isNew = await this.reports.add(report);
      if (isNew) await this.outbox.append(tx, reportPublished, announcementOf(report));
      return isNew;
    });
  }
}

function announcementOf({ reportId, kind, periodStart, periodEnd, publishedAt }: Report) {
  return {
    reportId,
    kind,
    periodStart: periodStart.toISOString(),
    periodEnd: periodEnd.toISOString(),
    publishedAt: publishedAt.toISOString(),
  };
}
