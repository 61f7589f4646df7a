import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { gauge, Jobs } from '@waybill/platform';
import { FindOrphans, ORPHAN_AGE_MS } from './application/find-orphans.js';

/** Says each night whether something lies in the storage that nobody knows of. The command `orphans` names it and removes it. */
@Injectable()
export class OrphanJobs implements OnModuleInit, BeforeApplicationShutdown {
  readonly #logger = new Logger('Orphans');
  readonly #count = gauge('storage_orphans', 'Stored things that no row leads to, last night: 0', []);
  readonly #bytes = gauge('storage_orphan_bytes', 'Bytes that no row leads to, last night: 0', []);

  constructor(
    private readonly jobs: Jobs,
    private readonly orphans: FindOrphans,
  ) {}

  onModuleInit(): void {
    this.jobs.nightly('find-orphans', () => this.#look());
  }

  beforeApplicationShutdown(): void {
    this.orphans.stop();
  }

  async #look(): Promise<number> {
    const count = await this.orphans.execute({ minAgeMs: ORPHAN_AGE_MS, remove: false, force: false });
    this.#count.set(count.orphans);
    this.#bytes.set(count.orphanBytes);
    if (count.orphans > 0) this.#logger.warn(count, 'There are bytes that nobody knows');
    return count.orphans;
  }
}
