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

/** Takes over what downloads' events say: for the summary, and for what they weigh. Any number, in a few statements. */
@Injectable()
export class FollowDownloads {
  constructor(
    private readonly transactions: Transactions,
    private readonly quotas: Quotas,
    private readonly downloads: PersonDownloads,
    private readonly erasures: Erasures,
    private readonly clock: Clock,
  ) {}

  execute(reports: readonly DownloadReport[]): Promise<void> {
    return this.transactions.run(async () => {
      const madeAt = reports.map(({ userId, createdAt }) => ({ userId, time: createdAt }));
      const erased = await this.erasures.coverEach(madeAt);
      const news = reports.filter((_, index) => erased[index] !== true);
      await this.downloads.follow(news.filter(({ listed }) => listed));
      await this.weigh(news.filter(({ holdsQuota }) => holdsQuota));
    });
  }

  /** An end that overtook its hold is remembered too, so that the hold is refused when it comes. */
  private weigh(news: readonly DownloadReport[]): Promise<void> {
    const byPerson = Map.groupBy(news, ({ userId }) => userId);
    return this.quotas.openEach(
      [...byPerson].map(([userId, reports]) => ({ userId, downloadIds: idsOf(reports) })),
      (subscription) => openingTier('free', subscription, this.clock.now()),
      (quota) => {
        for (const report of byPerson.get(quota.account.state.userId) ?? []) quota.follow(report);
      },
    );
  }
}

function idsOf(reports: readonly DownloadReport[]): string[] {
  return [...new Set(reports.map(({ downloadId }) => downloadId))];
}
