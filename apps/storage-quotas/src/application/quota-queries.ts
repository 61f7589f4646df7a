import { Injectable } from '@nestjs/common';
import { Clock, type Tier, uuidv7 } from '@waybill/kernel';
import { openingTier } from '../domain/promotion.js';
import { QuotaAccount } from '../domain/quota-account.js';
import { Quotas } from '../domain/quotas.js';
import { type DownloadsSummary, PersonDownloads } from './person-downloads.js';
import { Subscriptions } from './subscriptions.js';

/** Reads. They make no account: a person without one is shown the one that first use would make. */
@Injectable()
export class QuotaQueries {
  constructor(
    private readonly quotas: Quotas,
    private readonly subscriptions: Subscriptions,
    private readonly downloads: PersonDownloads,
    private readonly clock: Clock,
  ) {}

  async account(userId: string, tokenTier: Tier): Promise<QuotaAccount> {
    return (await this.quotas.find(userId)) ?? (await this.prospect(userId, tokenTier));
  }

  summary(userId: string): Promise<DownloadsSummary> {
    return this.downloads.summary(userId);
  }

  private async prospect(userId: string, tokenTier: Tier): Promise<QuotaAccount> {
    const now = this.clock.now();
    const tier = openingTier(tokenTier, await this.subscriptions.find(userId), now);
    return QuotaAccount.open({ id: uuidv7(), userId, tier, now });
  }
}
