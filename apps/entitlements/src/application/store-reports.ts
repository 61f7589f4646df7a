import { Injectable } from '@nestjs/common';
import { Clock, DAY } from '@waybill/kernel';
import type { Page } from './assets.js';
import {
  type DownloadedAsset,
  type DownloadEntry,
  type Paging,
  type StoreFigures,
  StoreQueries,
} from './store-queries.js';

/** "Recent" is the last 30 days (store edition, "Statistiques"). */
const RECENT = 30 * DAY;

@Injectable()
export class StoreReports {
  constructor(
    private readonly queries: StoreQueries,
    private readonly clock: Clock,
  ) {}

  history(userId: string, paging: Paging): Promise<Page<DownloadedAsset>> {
    return this.queries.history(userId, paging);
  }

  downloads(paging: Paging): Promise<Page<DownloadEntry>> {
    return this.queries.downloads(paging);
  }

  figures(): Promise<StoreFigures> {
    return this.queries.figures(new Date(this.clock.now().getTime() - RECENT));
  }
}
