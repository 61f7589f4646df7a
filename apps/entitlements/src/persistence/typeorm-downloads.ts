import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { type DownloadNews, Downloads, type JoinableDownload } from '../application/downloads.js';
import type { FileWish } from '../application/grants.js';
import type { Claim } from '../domain/order.js';
import { CLAIMS, FOLD, FORGET, IS_STOPPED, JOINABLE, LIVE_OF_FILE, REVOKE } from './download-sql.js';
import { rowsOf } from './sql.js';

interface JoinableRow {
  id: string;
  generation: number;
}

@Injectable()
export class TypeormDownloads extends Downloads {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async fold(news: readonly DownloadNews[]): Promise<readonly DownloadNews[]> {
    const newest = newestOfEach(news);
    if (newest.length === 0) return [];
    const rows = await this.#rows<{ id: string }>(FOLD, [JSON.stringify(newest)]);
    const fresh = new Set(rows.map(({ id }) => id));
    return newest.filter(({ downloadId }) => fresh.has(downloadId));
  }

  override async joinable({ userId, assetId, quality, fileId }: FileWish): Promise<JoinableDownload | null> {
    return this.#joinable(JOINABLE, [userId, assetId, quality, fileId]);
  }

  override async isStopped(downloadId: string, generation: number): Promise<boolean> {
    return (await this.#rows(IS_STOPPED, [downloadId, generation])).length > 0;
  }

  override async revokeLiveOf({ userId, assetId }: Claim): Promise<readonly string[]> {
    const rows = await this.#rows<{ id: string }>(REVOKE, [userId, assetId]);
    return rows.map(({ id }) => id);
  }

  override liveOfFile({ userId, assetId }: Claim, fileId: string): Promise<JoinableDownload | null> {
    return this.#joinable(LIVE_OF_FILE, [userId, assetId, fileId]);
  }

  override async claimsOf(userId: string, now: Date): Promise<readonly Claim[]> {
    const rows = await this.#rows<{ asset_id: string }>(CLAIMS, [userId, now]);
    return rows.map((row) => ({ userId, assetId: row.asset_id }));
  }

  override async forget(userId: string, at: Date): Promise<void> {
    await this.#rows(FORGET.remember, [digestOf(userId), `erased-${uuidv7()}`, at]);
    await this.#rows(FORGET.downloads, [userId, digestOf(userId)]);
    await this.#rows(FORGET.history, [userId, digestOf(userId)]);
  }

  override async isForgotten(userId: string, at: Date): Promise<boolean> {
    const sql = 'SELECT 1 FROM erased_people WHERE digest = $1 AND erased_at >= $2';
    return (await this.#rows(sql, [digestOf(userId), at])).length > 0;
  }

  override async welcome(userId: string, at: Date): Promise<void> {
    const sql = 'DELETE FROM erased_people WHERE digest = $1 AND erased_at < $2';
    await this.#rows(sql, [digestOf(userId), at]);
  }

  async #joinable(sql: string, parameters: unknown[]): Promise<JoinableDownload | null> {
    const [row] = await this.#rows<JoinableRow>(sql, parameters);
    return row === undefined ? null : { downloadId: row.id, generation: row.generation };
  }

  #rows<R>(sql: string, parameters: unknown[]): Promise<R[]> {
    return rowsOf<R>(this.transactions.manager, sql, parameters);
  }
}

/** In the order of their ids, so that two batches lock rows in the same order. */
function newestOfEach(news: readonly DownloadNews[]): readonly DownloadNews[] {
  const newest = new Map<string, DownloadNews>();
  for (const one of news) {
    const known = newest.get(one.downloadId);
    if (known === undefined || known.revision < one.revision) newest.set(one.downloadId, one);
  }
  return [...newest.values()].sort((a, b) => (a.downloadId < b.downloadId ? -1 : 1));
}

/** The same digest as the SQL of FOLD computes. */
function digestOf(userId: string): string {
  return createHash('sha256').update(userId, 'utf8').digest('hex');
}
