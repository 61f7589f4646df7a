import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HOUR } from '@waybill/kernel';
import { Jobs } from '@waybill/platform';
import { ArchiveHistory } from '../application/archive-history.js';
import { ForgetInArchive } from '../application/forget-in-archive.js';
import { PrepareHistory } from '../application/prepare-history.js';

export const HISTORY_JOBS = { prepare: 'prepare-history', archive: 'archive-history' } as const;

/** What comes round; `Jobs` lets one replica do each round. */
@Injectable()
export class HistoryJobs implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly jobs: Jobs,
    private readonly prepare: PrepareHistory,
    private readonly archive: ArchiveHistory,
    private readonly forget: ForgetInArchive,
  ) {}

  onModuleInit(): void {
    this.jobs.every(HISTORY_JOBS.prepare, 6 * HOUR, () => this.prepare.execute());
    this.jobs.every(HISTORY_JOBS.archive, HOUR, () => this.#archive());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.runNow(HISTORY_JOBS.prepare);
  }

  /** One after the other: a day that is on its way into the archive is out of reach of an erasure until it is there. */
  async #archive(): Promise<number> {
    return (await this.archive.execute()) + (await this.forget.execute());
  }
}
