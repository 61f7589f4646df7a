import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { Erasures } from '@waybill/platform';
import { Downloads } from '../domain/downloads.js';
import { ReportedDownloads } from '../domain/reported-downloads.js';

/** Forgets a person: what lives is cancelled, what is kept is deleted, and then no row names him any more. */
@Injectable()
export class ErasePerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly downloads: Downloads,
    private readonly reported: ReportedDownloads,
    private readonly erasures: Erasures,
    private readonly clock: Clock,
  ) {}

  async execute(userId: string, erasedAt: Date): Promise<void> {
    await this.transactions.run(async () => {
      await this.erasures.record(userId, erasedAt);
      await this.#deleteAll(userId);
      await this.reported.cancelAll(userId, this.clock.now());
      await this.downloads.forget(userId);
    });
  }

  async #deleteAll(userId: string): Promise<void> {
    for (;;) {
      const found = await this.downloads.updateEach({ by: 'person', userId }, (download) => {
        download.delete(this.clock.now(), 'erased');
      });
      if (found.length === 0) return;
    }
  }
}
