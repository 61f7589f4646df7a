import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '@waybill/platform';
import { TendDownloads } from '../application/tend-downloads.js';
import { JobInterval } from './job-interval.js';

/** What comes round by itself; on any number of replicas one does each round. */
@Injectable()
export class DownloadJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly tend: TendDownloads,
    private readonly interval: JobInterval,
  ) {}

  onModuleInit(): void {
    const { milliseconds } = this.interval;
    this.jobs.every('expire-copies', milliseconds, () => this.tend.expireCopies());
    this.jobs.every('auto-delete', milliseconds, () => this.tend.autoDelete());
    this.jobs.every('pause-stalled', milliseconds, () => this.tend.pauseStalled());
    this.jobs.every('fail-never-started', milliseconds, () => this.tend.failNeverStarted());
    this.jobs.every('fail-abandoned', milliseconds, () => this.tend.failAbandoned());
    this.jobs.nightly('forget-erasures', () => this.tend.forgetErasures());
    this.jobs.every('promote-waiting', milliseconds, () => this.tend.promoteWaiting());
  }
}
