import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HOUR } from '@waybill/kernel';
import { Jobs } from '@waybill/platform';
import { ArchiveHistory } from '../application/archive-history.js';
import { ForgetInArchive } from '../application/forget-in-archive.js';
import { PrepareHistory } from '../application/prepare-history.js';
import { SettleDownloads } from '../application/settle-downloads.js';

const HISTORY_JOBS = {
  prepare: 'prepare-history',
  archive: 'archive-history',
  settle: 'settle-downloads',
} as const;

/** What comes round; `Jobs` lets one replica do each round. */
@Injectable()
export class HistoryJobs implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly jobs: Jobs,
    private readonly prepare: PrepareHistory,
    private readonly archive: ArchiveHistory,
    private readonly forget: ForgetInArchive,
    private readonly settle: SettleDownloads,
  ) {}

  onModuleInit(): void {
    this.jobs.every(HISTORY_JOBS.prepare, 6 * HOUR, () => this.prepare.execute());
    this.jobs.every(HISTORY_JOBS.archive, HOUR, () => this.#archive());
    this.jobs.every(HISTORY_JOBS.settle, 6 * HOUR, () => this.settle.execute());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.runNow(HISTORY_JOBS.prepare);
  }

  /** One after the other: a day that is on its way into the archive is out of reach of an erasure until it is there. */
  async #archive(): Promise<number> {
    return (await this.archive.execute()) + (await this.forget.execute());
  }
}
