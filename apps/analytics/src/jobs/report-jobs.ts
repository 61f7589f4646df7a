import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MINUTE } from '@waybill/kernel';
import { Jobs } from '@waybill/platform';
import { PublishReports } from '../application/publish-reports.js';

export const REPORT_JOBS = { publish: 'publish-reports' } as const;

/** Asks often what is due: a replica that was away at midnight makes up for it. */
@Injectable()
export class ReportJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly publish: PublishReports,
  ) {}

  onModuleInit(): void {
    this.jobs.every(REPORT_JOBS.publish, 5 * MINUTE, () => this.publish.execute());
  }
}
