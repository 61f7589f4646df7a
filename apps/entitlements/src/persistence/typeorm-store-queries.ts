import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import type { Page } from '../application/assets.js';
import {
  type DownloadedAsset,
  type DownloadEntry,
  type Paging,
  type StoreFigures,
  StoreQueries,
  type TopAsset,
} from '../application/store-queries.js';
import { rowsOf } from './sql.js';

/** What was downloaded may be gone from the catalogue, or never have been in it: the history's own words serve then. */
const HISTORY = `
  SELECT h.subject_id AS "assetId", COALESCE(a.title, h.title) AS title, COALESCE(a.category, h.category) AS category,
    COALESCE(o.price_amount, a.price_amount)::float8 AS price, o.ordered_at AS "purchasedAt",
    h.download_count::float8 AS "downloadCount", h.last_download_at AS "lastDownloadAt"
  FROM (
    SELECT * FROM downloaded_assets WHERE user_id = $1
    ORDER BY last_download_at DESC, subject_id LIMIT $2 OFFSET $3
  ) h
  LEFT JOIN assets a ON a.id = h.subject_id
  LEFT JOIN LATERAL (
    SELECT price_amount, ordered_at FROM orders WHERE user_id = h.user_id AND asset_id = h.subject_id
    ORDER BY status = 'PAID' DESC, ordered_at DESC LIMIT 1
  ) o ON true
  ORDER BY h.last_download_at DESC, h.subject_id`;

const DOWNLOADS = `
  SELECT id, user_id AS "userId", subject_id AS "assetId", title AS "assetTitle", created_at AS "createdAt"
  FROM downloads WHERE begun_at IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2`;

const FIGURES = `
  SELECT COALESCE(sum(download_count), 0)::float8 AS "totalDownloads", count(DISTINCT user_id)::integer AS "uniqueUsers",
    count(DISTINCT subject_id)::integer AS "uniqueAssets",
    (SELECT count(*)::integer FROM downloads WHERE begun_at >= $1) AS "recentDownloads"
  FROM downloaded_assets`;

const TOP = `
  SELECT t.subject_id AS "assetId", COALESCE(a.title, t.title) AS title, COALESCE(a.category, t.category) AS category,
    a.price_amount::float8 AS price, t.downloads AS "downloadCount"
  FROM (
    SELECT subject_id, max(title) AS title, max(category) AS category, sum(download_count)::float8 AS downloads
    FROM downloaded_assets GROUP BY subject_id ORDER BY downloads DESC, subject_id LIMIT 10
  ) t LEFT JOIN assets a ON a.id = t.subject_id
  ORDER BY t.downloads DESC, t.subject_id`;

type Totals = Omit<StoreFigures, 'topAssets'>;

@Injectable()
export class TypeormStoreQueries extends StoreQueries {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async history(userId: string, { page, limit }: Paging): Promise<Page<DownloadedAsset>> {
    const counting = 'SELECT assets::integer AS total FROM history_sizes WHERE user_id = $1';
    const total = await this.#total(counting, [userId]);
    const items = await this.#rows<DownloadedAsset>(HISTORY, [userId, limit, (page - 1) * limit]);
    return { items, total };
  }

  override async downloads({ page, limit }: Paging): Promise<Page<DownloadEntry>> {
    const total = await this.#total(
      'SELECT count(*)::integer AS total FROM downloads WHERE begun_at IS NOT NULL',
    );
    const items = await this.#rows<DownloadEntry>(DOWNLOADS, [limit, (page - 1) * limit]);
    return { items, total };
  }

  override async figures(since: Date): Promise<StoreFigures> {
    const [totals] = await this.#rows<Totals>(FIGURES, [since]);
    if (totals === undefined) throw new TypeError('An aggregate without a row');
    return { ...totals, topAssets: await this.#rows<TopAsset>(TOP) };
  }

  async #total(sql: string, parameters: unknown[] = []): Promise<number> {
    const [row] = await this.#rows<{ total: number }>(sql, parameters);
    return row?.total ?? 0;
  }

  #rows<R>(sql: string, parameters: unknown[] = []): Promise<R[]> {
    return rowsOf<R>(this.transactions.manager, sql, parameters);
  }
}
