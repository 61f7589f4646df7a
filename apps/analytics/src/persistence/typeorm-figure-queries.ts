import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import {
  type BandwidthOfDay,
  type DayFigures,
  type DownloadView,
  FigureQueries,
  type FileFigures,
  type HistorySlice,
  type PersonPeriod,
  type PersonTotals,
  type PopularFile,
} from '../application/figure-queries.js';
import { dayScope } from '../domain/presence.js';
import * as sql from './figure-queries-sql.js';

@Injectable()
export class TypeormFigureQueries extends FigureQueries {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override history(userId: string, since: Date, { from, limit }: HistorySlice): Promise<DownloadView[]> {
    if (typeof from === 'number') return this.#rows(sql.HISTORY, [userId, since, limit, from]);
    return this.#rows(sql.HISTORY_AFTER, [userId, since, limit, from.begunAt, from.downloadId]);
  }

  override async person(userId: string): Promise<PersonTotals | null> {
    const [totals] = await this.#rows<PersonTotals>(sql.PERSON, [userId]);
    return totals ?? null;
  }

  override personPeriod(userId: string, firstDay: string, step: 'hour' | 'day'): Promise<PersonPeriod> {
    return this.#row(sql.PERSON_PERIOD, [userId, firstDay, step]);
  }

  override async popular(firstDay: string, lastDay: string, limit: number): Promise<PopularFile[] | null> {
    const { files } = await this.#row<{ files: PopularFile[] | null }>(sql.POPULAR, [
      firstDay,
      lastDay,
      limit,
    ]);
    return files;
  }

  override popularOfAll(firstDay: string, lastDay: string, limit: number): Promise<PopularFile[]> {
    return this.#rows(sql.POPULAR_OF_ALL, [firstDay, lastDay, limit]);
  }

  override file(fileId: string): Promise<FileFigures> {
    return this.#row(sql.FILE, [fileId]);
  }

  override day(day: string): Promise<DayFigures> {
    return this.#row(sql.DAY, [day, dayScope(day)]);
  }

  override bandwidth(firstDay: string): Promise<BandwidthOfDay[]> {
    return this.#rows(sql.BANDWIDTH, [firstDay]);
  }

  /** As one JSON array, in which bigint is a number: no figure comes near 2^53. */
  async #rows<T>(statement: string, parameters: unknown[]): Promise<T[]> {
    const [row] = await this.transactions.manager.query<{ figures: T[] }[]>(
      `SELECT coalesce(json_agg(figures), '[]') AS figures FROM (${statement}) figures`,
      parameters,
    );
    return row?.figures ?? [];
  }

  async #row<T>(statement: string, parameters: unknown[]): Promise<T> {
    const [figures] = await this.#rows<T>(statement, parameters);
    if (figures === undefined) throw new Error('A statement that always has one row has none');
    return figures;
  }
}
