import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { type DownloadNews, Downloads } from './downloads.js';
import { type PlaceNews, Places } from './places.js';

/** Keeps the projection of downloads and moves their places. Stale news changes nothing. */
@Injectable()
export class FollowDownloads {
  constructor(
    private readonly transactions: Transactions,
    private readonly downloads: Downloads,
    private readonly places: Places,
    private readonly clock: Clock,
  ) {}

  async execute(news: readonly DownloadNews[]): Promise<void> {
    await this.transactions.run(async () => {
      const fresh = await this.downloads.fold(news);
      await this.places.follow(fresh.map(placeNews), this.clock.now());
    });
  }
}

function placeNews(news: DownloadNews): PlaceNews {
  const { downloadId, aliases, generation, size, status, begunAt } = news;
  const begun = begunAt !== null || status === 'completed';
  const ended = status === 'cancelled' || status === 'failed';
  return { downloadId, aliases, generation, size, begun, ended };
}
