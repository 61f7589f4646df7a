import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { type Transaction, Transactions } from '@waybill/messaging';
import { In, IsNull } from 'typeorm';
import { Download } from '../domain/download.js';
import { downloadNotFound } from '../domain/download.errors.js';
import {
  type DownloadRef,
  Downloads,
  type Lane,
  type Rendition,
  renditionKey,
  type Selection,
} from '../domain/downloads.js';
import { isLive } from '../domain/download-state.js';
import { DownloadRecord } from './download.record.js';
import { DownloadWriter } from './download-writer.js';
import { Lanes } from './lanes.js';
import { lockPeople } from './locks.js';
import { conditionOf } from './selections.js';

/** Enough for one person's batch; jobs and consumers take their work in portions of it. */
const MOST_AT_ONCE = 500;

const LIVE = `status IN ('pending', 'downloading', 'paused') AND deleted_at IS NULL AND origin <> 'tracking'`;

/** What every create asks: with plain parameters, so that one plan serves them all. */
const LIVE_OF_RENDITION = `
  SELECT id FROM downloads WHERE user_id = $1 AND asset_id = $2 AND quality = $3 AND ${LIVE} LIMIT 1`;

/** Each by itself: a join would be planned as if there were many, and read all that are live. */
const LIVE_OF_RENDITIONS = `
  SELECT live.id FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (user_id, asset_id, quality)
   CROSS JOIN LATERAL (
     SELECT id FROM downloads d
      WHERE d.user_id = wanted.user_id AND d.asset_id = wanted.asset_id
        AND d.quality IS NOT DISTINCT FROM wanted.quality
        AND ${LIVE}
      LIMIT 1) AS live`;

@Injectable()
export class TypeormDownloads extends Downloads {
  constructor(
    private readonly transactions: Transactions,
    private readonly writer: DownloadWriter,
    private readonly lanes: Lanes,
    private readonly clock: Clock,
  ) {
    super();
  }

  override add(downloads: readonly Download[]): Promise<readonly (string | null)[]> {
    return this.transactions.run(async (tx) => {
      const userIds = downloads.map(({ state }) => state.userId);
      // One behind the other on the same connection: the lock is there first, and nobody waits for two answers.
      const [, added] = await Promise.all([lockPeople(tx, userIds), this.writer.insert(tx, downloads)]);
      const refused = downloads.filter(({ state }) => !added.has(state.id));
      const live =
        refused.length === 0
          ? new Map<string, Download>()
          : await this.findLive(refused.flatMap(renditionOf));
      return downloads.map((download) => (added.has(download.state.id) ? null : metBy(download, live)));
    });
  }

  override async get({ id, userId }: DownloadRef): Promise<Download> {
    const record = await this.#records().findOneBy({ id, userId, deletedAt: IsNull() });
    if (record === null || record.origin === 'tracking') throw downloadNotFound();
    return Download.restore(record.toState());
  }

  override async findLive(renditions: readonly Rendition[]): Promise<ReadonlyMap<string, Download>> {
    const ids = await this.#liveOf(renditions);
    if (ids.length === 0) return new Map();
    const records = await this.#records().findBy({ id: In(ids), deletedAt: IsNull() });
    const found = records
      .map((record) => Download.restore(record.toState()))
      .filter(({ state }) => isLive(state));
    return new Map(
      found.flatMap((one) => renditionOf(one).map((rendition) => [renditionKey(rendition), one])),
    );
  }

  override update<T>(ref: DownloadRef, change: (download: Download, lane: Lane) => T): Promise<T> {
    return this.transactions.run(async (tx) => {
      await lockPeople(tx, [ref.userId]);
      const download = await this.get(ref);
      const running = await this.lanes.running(tx, [ref.userId]);
      const result = change(download, this.lanes.lane(running.get(ref.userId)));
      await this.#save(tx, [download]);
      return result;
    });
  }

  override updateEach(selection: Selection, change: (download: Download) => void) {
    return this.transactions.run(async (tx) => {
      const downloads = await this.#lock(tx, selection);
      for (const download of downloads) change(download);
      await this.#save(tx, downloads);
      return downloads;
    });
  }

  /** As `Download.delete` counts it. */
  override async weigh(selection: Selection): Promise<{ count: number; freedBytes: number }> {
    const { where, values } = conditionOf(selection);
    const [weight] = await this.transactions.manager.query<{ count: number; freedBytes: number }[]>(
      `SELECT count(*)::int AS count,
              coalesce(sum(size) FILTER (WHERE status = 'completed' AND expired_at IS NULL AND holds_quota), 0)::bigint
                AS "freedBytes"
         FROM downloads WHERE (${where}) AND origin <> 'tracking'`,
      [...values],
    );
    return weight ?? { count: 0, freedBytes: 0 };
  }

  override promoteWaiting(): Promise<number> {
    return this.transactions.run(async (tx) => {
      const userIds = await this.lanes.waiting(tx, MOST_AT_ONCE);
      await lockPeople(tx, userIds);
      return this.#promote(tx, userIds);
    });
  }

  override async forget(userId: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      await lockPeople(tx, [userId]);
      for (const table of ['downloads', 'download_counts', 'download_places', 'auto_delete_settings'])
        await tx.query(`DELETE FROM ${table} WHERE user_id = $1`, [userId]);
    });
  }

  async #liveOf(renditions: readonly Rendition[]): Promise<string[]> {
    const [first] = renditions;
    const rows: { id: string }[] = await (renditions.length === 1 && typeof first?.quality === 'string'
      ? this.transactions.manager.query(LIVE_OF_RENDITION, [first.userId, first.assetId, first.quality])
      : this.transactions.manager.query(LIVE_OF_RENDITIONS, [
          renditions.map(({ userId }) => userId),
          renditions.map(({ assetId }) => assetId),
          renditions.map(({ quality }) => quality),
        ]));
    return rows.map(({ id }) => id);
  }

  #records() {
    return this.transactions.manager.getRepository(DownloadRecord);
  }

  /** Finds first and locks then, people before rows; who no longer fits after the wait is left out. */
  async #lock(tx: Transaction, selection: Selection): Promise<Download[]> {
    const { where, values } = conditionOf(selection);
    // Whoever names ids means all of them.
    const limit = selection.by === 'ids' ? 'ALL' : String(MOST_AT_ONCE);
    const found: { id: string; user_id: string }[] = await tx.query(
      `SELECT id, user_id FROM downloads WHERE (${where}) AND origin <> 'tracking' LIMIT ${limit}`,
      [...values],
    );
    if (found.length === 0) return [];
    await lockPeople(
      tx,
      found.map(({ user_id }) => user_id),
    );
    const ids = found.map(({ id }) => id);
    const records = await tx
      .getRepository(DownloadRecord)
      .find({ where: { id: In(ids) }, order: { id: 'ASC' } });
    return records.map((record) => Download.restore(record.toState()));
  }

  async #save(tx: Transaction, downloads: readonly Download[]): Promise<void> {
    await this.writer.update(tx, downloads);
    const freed = downloads.filter((download) => leftItsPlace(download)).map(({ state }) => state.userId);
    if (freed.length > 0) await this.#promote(tx, [...new Set(freed)]);
  }

  /** @returns how many of those who waited run now */
  async #promote(tx: Transaction, userIds: readonly string[]): Promise<number> {
    const next = await this.lanes.next(tx, userIds);
    const now = this.clock.now();
    for (const download of next) download.promote(now);
    await this.writer.update(tx, next);
    return next.length;
  }
}

function leftItsPlace(download: Download): boolean {
  return download.isChanged && download.state.status !== 'downloading';
}

function renditionOf({ state }: Download): Rendition[] {
  const { userId, assetId, quality } = state;
  return assetId === null ? [] : [{ userId, assetId, quality }];
}

/** The live download that kept another from being added. */
function metBy(download: Download, live: ReadonlyMap<string, Download>): string {
  const met = renditionOf(download).map((rendition) => live.get(renditionKey(rendition)))[0];
  return met?.state.id ?? download.state.id;
}
