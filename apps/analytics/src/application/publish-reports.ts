import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { dueReports } from '../domain/report-periods.js';
import { startOfDay } from '../domain/utc.js';
import { PublishReport } from './publish-report.js';
import { ReportFigures } from './report-figures.js';
import { ReportSettings } from './report-settings.js';
import { Reports } from './reports.js';

/** Makes the reports that are due and not there yet. */
@Injectable()
export class PublishReports {
  constructor(
    private readonly figures: ReportFigures,
    private readonly reports: Reports,
    private readonly publishing: PublishReport,
    private readonly clock: Clock,
    private readonly settings: ReportSettings,
  ) {}

  /** Returns how many were published. */
  async execute(): Promise<number> {
    const firstDay = await this.figures.firstDay();
    if (firstDay === null) return 0;
    let published = 0;
    for (const period of dueReports(this.clock.now(), this.settings.delayMinutes, firstDay)) {
      if (await this.reports.has(period.kind, startOfDay(period.startDay))) continue;
      published += Number(await this.publishing.execute(period, this.clock.now()));
    }
    return published;
  }
}
