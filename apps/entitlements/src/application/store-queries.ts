import type { Page } from './assets.js';

export interface Paging {
  readonly page: number;
  readonly limit: number;
}

export interface DownloadedAsset {
  readonly assetId: string;
  readonly title: string;
  readonly category: string | null;
  /** what was paid, else what it costs; null where it has no price */
  readonly price: number | null;
  /** null where it was not bought */
  readonly purchasedAt: Date | null;
  readonly downloadCount: number;
  readonly lastDownloadAt: Date;
}

export interface DownloadEntry {
  readonly id: string;
  readonly userId: string;
  readonly assetId: string;
  readonly assetTitle: string;
  readonly createdAt: Date;
}

export interface TopAsset {
  readonly assetId: string;
  readonly title: string;
  readonly category: string | null;
  readonly price: number | null;
  readonly downloadCount: number;
}

export interface StoreFigures {
  readonly totalDownloads: number;
  readonly uniqueUsers: number;
  readonly uniqueAssets: number;
  readonly recentDownloads: number;
  readonly topAssets: readonly TopAsset[];
}

/** Reads of the store edition. A download is one that got a byte, in whatever edition (DESIGN.md, section 3). */
export abstract class StoreQueries {
  /** What the person has downloaded, latest first. */
  abstract history(userId: string, paging: Paging): Promise<Page<DownloadedAsset>>;

  /** Everybody's downloads, latest first. */
  abstract downloads(paging: Paging): Promise<Page<DownloadEntry>>;

  /** `recentDownloads` are those that began since `since`; the ten most downloaded assets. */
  abstract figures(since: Date): Promise<StoreFigures>;
}
