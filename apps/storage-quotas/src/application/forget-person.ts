import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { Erasures } from '@waybill/platform';
import { Quotas } from '../domain/quotas.js';
import { PersonDownloads } from './person-downloads.js';
import { Subscriptions } from './subscriptions.js';

/** Removes everything known of an erased person (DESIGN.md, section 10). */
@Injectable()
export class ForgetPerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly quotas: Quotas,
    private readonly subscriptions: Subscriptions,
    private readonly downloads: PersonDownloads,
    private readonly erasures: Erasures,
  ) {}

  execute(userId: string, erasedAt: Date): Promise<void> {
    return this.transactions.run(async () => {
      await this.erasures.record(userId, erasedAt);
      await this.quotas.forget(userId);
      await this.subscriptions.forget(userId);
      await this.downloads.forget(userId);
    });
  }
}
