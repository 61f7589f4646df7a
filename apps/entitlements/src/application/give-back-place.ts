import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { Grants } from './grants.js';
import { Places } from './places.js';

/** A create died after the decision: its place is free again, its link is not to be joined. */
@Injectable()
export class GiveBackPlace {
  constructor(
    private readonly transactions: Transactions,
    private readonly places: Places,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  async execute(downloadId: string): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run(async () => {
      await this.places.giveBack([downloadId], now);
      await this.grants.revokeOfDownload(downloadId, now);
    });
  }
}
