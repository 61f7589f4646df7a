import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { Erasures } from '@waybill/platform';
import { type DownloadNews } from '../domain/hold.js';
import { openingTier } from '../domain/promotion.js';
import { Quotas } from '../domain/quotas.js';
import { PersonDownloads, type SummaryStatus } from './person-downloads.js';

export interface DownloadReport extends DownloadNews {
  /** False for what touches no quota: reported downloads, links of the store edition. */
  readonly holdsQuota: boolean;
  /** Whether it is among the person's downloads. */
  readonly listed: boolean;
  readonly deleted: boolean;
  readonly status: SummaryStatus;
  readonly createdAt: Date;
}

/** Takes over what a download's event says: for the summary, and for what it weighs. */
@Injectable()
export class FollowDownload {
  constructor(
    private readonly transactions: Transactions,
    private readonly quotas: Quotas,
    private readonly downloads: PersonDownloads,
    private readonly erasures: Erasures,
    private readonly clock: Clock,
  ) {}

  execute(report: DownloadReport): Promise<void> {
    return this.transactions.run(async () => {
      if (await this.erasures.cover(report.userId, report.createdAt)) return;
      if (report.listed) await this.downloads.follow(report);
      if (report.holdsQuota) await this.weigh(report);
    });
  }

  /** An end that overtook its hold is remembered too, so that the hold is refused when it comes. */
  private weigh(report: DownloadReport): Promise<void> {
    return this.quotas.open(
      { userId: report.userId, downloadIds: [report.downloadId] },
      (subscription) => openingTier('free', subscription, this.clock.now()),
      (quota) => quota.follow(report),
    );
  }
}
