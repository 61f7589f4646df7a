import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

export const CHANNEL = 'download_changes';
const GATHER_MS = 100;

/**
 * Tells all replicas whose downloads changed, after the commit and gathered: a notification in the transaction itself would
 * make all commits of the database wait for each other. One that gets lost is made good by the followers' own looks.
 */
@Injectable()
export class ChangeAnnouncer {
  readonly #people = new Set<string>();
  readonly #logger = new Logger(ChangeAnnouncer.name);
  #isGathering = false;

  constructor(private readonly dataSource: DataSource) {}

  announce(userIds: readonly string[]): void {
    for (const userId of userIds) this.#people.add(userId);
    if (this.#isGathering || this.#people.size === 0) return;
    this.#isGathering = true;
    setTimeout(() => void this.#send(), GATHER_MS).unref();
  }

  async #send(): Promise<void> {
    const people = [...this.#people];
    this.#people.clear();
    this.#isGathering = false;
    if (!this.dataSource.isInitialized) return;
    await this.dataSource
      .query(`SELECT pg_notify('${CHANNEL}', person) FROM unnest($1::text[]) AS person`, [people])
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'changes were not announced'));
  }
}
