import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Jobs } from '@waybill/platform';
import { TransferBook } from './accounting/transfer-book.js';
import { TransferLedger } from './accounting/transfer-ledger.js';
import { ScrubFiles } from './application/scrub-files.js';
import { StoppedDownloads } from './application/stopped-downloads.js';

export interface JobSettings {
  readonly leaseMs: number;
  /** 0 is never. */
  readonly scrubMs: number;
  /** A stop older than this has no living ticket any more. */
  readonly stopsKeptMs: number;
}

const PRUNE_MS = 3_600_000;

/** What comes round, and what a start does first: to speak for elements that died, before new bodies go out. */
@Injectable()
export class ElementJobs implements OnModuleInit, BeforeApplicationShutdown {
  readonly #logger = new Logger('Scrub');

  constructor(
    private readonly jobs: Jobs,
    private readonly book: TransferBook,
    private readonly ledger: TransferLedger,
    private readonly stopped: StoppedDownloads,
    private readonly scrub: ScrubFiles,
    private readonly settings: JobSettings & { readonly clock: Clock },
  ) {}

  async onModuleInit(): Promise<void> {
    await this.#reportLost();
    const { leaseMs, scrubMs, stopsKeptMs, clock } = this.settings;
    this.jobs.every('report-lost-transfers', leaseMs / 4, () => this.#reportLost());
    this.jobs.every('prune-stops', PRUNE_MS, () =>
      this.stopped.prune(new Date(clock.now().getTime() - stopsKeptMs)),
    );
    if (scrubMs > 0) this.jobs.every('scrub-files', scrubMs, () => this.#scrub());
  }

  beforeApplicationShutdown(): void {
    this.scrub.stop();
  }

  /** What they wrote into the database, and what only their journals know. */
  async #reportLost(): Promise<number> {
    return (await this.book.reportLost()) + (await this.ledger.recover());
  }

  async #scrub(): Promise<number> {
    const { checked, damaged } = await this.scrub.execute();
    if (damaged > 0) this.#logger.error({ checked, damaged }, 'Stored files are damaged');
    return checked;
  }
}
