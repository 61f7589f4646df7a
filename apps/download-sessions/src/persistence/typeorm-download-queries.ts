import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import {
  Between,
  type FindOptionsWhere,
  IsNull,
  LessThan,
  MoreThanOrEqual,
  Not,
  type SelectQueryBuilder,
} from 'typeorm';
import {
  type DownloadPage,
  DownloadQueries,
  type DownloadStatistics,
  type DownloadView,
  type ListQuery,
} from '../application/download-queries.js';
import { downloadNotFound } from '../domain/download.errors.js';
import type { DownloadRef } from '../domain/downloads.js';
import { type DownloadState, type DownloadStatus, isLive } from '../domain/download-state.js';
import { DownloadRecord } from './download.record.js';

interface AssetRow {
  readonly asset_id: string;
  readonly thumbnail: string | null;
  readonly access: string | null;
  readonly places: number;
}

interface CountRow {
  readonly resource_type: string;
  readonly status: DownloadStatus;
  readonly downloads: number;
  readonly bytes: number;
}

@Injectable()
export class TypeormDownloadQueries extends DownloadQueries {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async list(query: ListQuery): Promise<DownloadPage> {
    const [records, counts] = await Promise.all([this.#page(query), this.#counts(query.userId)]);
    const [items, total] = await Promise.all([
      this.#views(
        query.userId,
        records.map((record) => record.toState()),
      ),
      this.#total(query, counts),
    ]);
    return { items, total, statistics: statisticsOf(counts) };
  }

  override async find({ id, userId }: DownloadRef): Promise<DownloadView> {
    const where = { id, userId, deletedAt: IsNull(), origin: Not('tracking' as const) };
    const record = await this.transactions.manager.findOneBy(DownloadRecord, where);
    if (record === null) throw downloadNotFound();
    return this.show(record.toState());
  }

  override async show(state: DownloadState): Promise<DownloadView> {
    const [view] = await this.#views(state.userId, [state]);
    if (view === undefined) throw new TypeError('A download was not shown');
    return view;
  }

  #page(query: ListQuery): Promise<DownloadRecord[]> {
    return this.#listed(query)
      .orderBy('download.createdAt', 'DESC')
      .addOrderBy('download.id', 'DESC')
      .offset((query.page - 1) * query.limit)
      .limit(query.limit)
      .getMany();
  }

  #listed(query: ListQuery): SelectQueryBuilder<DownloadRecord> {
    return this.transactions.manager
      .createQueryBuilder(DownloadRecord, 'download')
      .where(`download.deleted_at IS NULL AND download.origin <> 'tracking'`)
      .andWhere(conditionsOf(query));
  }

  /** Without dates the sums know it; with dates the index counts what lies between them. */
  async #total(query: ListQuery, counts: readonly CountRow[]): Promise<number> {
    const { status, resourceType, from, until } = query;
    if (from !== null || until !== null) return this.#listed(query).getCount();
    const fitting = counts.filter(
      (row) =>
        (status ?? row.status) === row.status && (resourceType ?? row.resource_type) === row.resource_type,
    );
    return fitting.reduce((sum, { downloads }) => sum + downloads, 0);
  }

  #counts(userId: string): Promise<CountRow[]> {
    return this.transactions.manager.query(
      `SELECT resource_type, status, downloads, bytes FROM download_counts WHERE user_id = $1`,
      [userId],
    );
  }

  async #views(userId: string, states: readonly DownloadState[]): Promise<DownloadView[]> {
    const assetIds = [...new Set(states.flatMap(({ assetId }) => assetId ?? []))];
    const rows: AssetRow[] = await this.transactions.manager.query(
      `SELECT asset.asset_id, c.thumbnail, c.access, coalesce(p.places, 0) AS places
         FROM unnest($2::text[]) AS asset (asset_id)
         LEFT JOIN catalogue c ON c.asset_id = asset.asset_id
         LEFT JOIN download_places p ON p.user_id = $1 AND p.asset_id = asset.asset_id`,
      [userId, assetIds],
    );
    const assets = new Map(rows.map((row) => [row.asset_id, row]));
    return states.map((state) => viewOf(state, assets.get(state.assetId ?? '')));
  }
}

function conditionsOf({
  userId,
  status,
  resourceType,
  from,
  until,
}: ListQuery): FindOptionsWhere<DownloadRecord> {
  return {
    userId,
    ...(status !== null && { status }),
    ...(resourceType !== null && { resourceType }),
    ...createdBetween(from, until),
  };
}

function createdBetween(from: Date | null, until: Date | null): FindOptionsWhere<DownloadRecord> {
  if (from !== null && until !== null) return { createdAt: Between(from, justBefore(until)) };
  if (from !== null) return { createdAt: MoreThanOrEqual(from) };
  return until === null ? {} : { createdAt: LessThan(until) };
}

/** Times are kept to the millisecond, so the last one before the end closes the interval. */
function justBefore(time: Date): Date {
  return new Date(time.getTime() - 1);
}

function viewOf(state: DownloadState, asset: AssetRow | undefined): DownloadView {
  return {
    state,
    thumbnail: asset?.thumbnail ?? null,
    isPremium: asset?.access === 'subscription',
    placesTaken: asset?.places ?? 0,
  };
}

function statisticsOf(counts: readonly CountRow[]): DownloadStatistics {
  const sum = (fits: (row: CountRow) => boolean) =>
    counts.filter(fits).reduce((total, { downloads }) => total + downloads, 0);
  return {
    downloads: sum(() => true),
    bytes: counts.reduce((total, { bytes }) => total + bytes, 0),
    completed: sum(({ status }) => status === 'completed'),
    failed: sum(({ status }) => status === 'failed'),
    live: sum(isLive),
  };
}
