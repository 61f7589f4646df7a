import { Injectable } from '@nestjs/common';
import { Clock, DAY, DomainError } from '@waybill/kernel';
import type { Caller } from '@waybill/platform';
import { dayOf, firstDayOf } from '../domain/utc.js';
import {
  type BandwidthOfDay,
  type DayFigures,
  type DownloadView,
  FigureQueries,
  type FileFigures,
  type HistoryPlace,
  type HistorySlice,
  type PersonPeriod,
  type PersonTotals,
} from './figure-queries.js';
import { PopularFiles, type Ranking } from './popular-files.js';

export interface HistoryPage {
  readonly downloads: readonly DownloadView[];
  /** Where the further page goes on, if there is one. */
  readonly next: HistoryPlace | null;
}

export const PERIODS = { day: 1, week: 7, month: 30, year: 365 } as const;
export type Period = keyof typeof PERIODS;

/** Windows end now; those of days are whole UTC days, today's included. */
@Injectable()
export class ReadFigures {
  constructor(
    private readonly queries: FigureQueries,
    private readonly popularFiles: PopularFiles,
    private readonly clock: Clock,
  ) {}

  /** The person's downloads that began in the last `days` days. */
  async history(
    caller: Caller,
    userId: string,
    { days, from, limit }: HistorySlice & { days: number },
  ): Promise<HistoryPage> {
    mayRead(caller, userId);
    const since = new Date(this.clock.now().getTime() - days * DAY);
    const found = await this.queries.history(userId, since, { from, limit: limit + 1 });
    return pageOf(found, limit);
  }

  async summary(caller: Caller, userId: string): Promise<PersonTotals | null> {
    mayRead(caller, userId);
    return this.queries.person(userId);
  }

  personPeriod(caller: Caller, period: Period): Promise<PersonPeriod> {
    const firstDay = firstDayOf(PERIODS[period], this.clock.now());
    return this.queries.personPeriod(caller.subject, firstDay, PERIODS[period] > 7 ? 'day' : 'hour');
  }

  popular(days: number, limit: number): Promise<Ranking> {
    return this.popularFiles.of(days, limit);
  }

  file(fileId: string): Promise<FileFigures> {
    return this.queries.file(fileId);
  }

  /** Null is today. */
  async day(wanted: string | null): Promise<{ day: string; figures: DayFigures }> {
    const day = wanted ?? dayOf(this.clock.now());
    return { day, figures: await this.queries.day(day) };
  }

  bandwidth(days: number): Promise<BandwidthOfDay[]> {
    return this.queries.bandwidth(firstDayOf(days, this.clock.now()));
  }
}

function pageOf(found: readonly DownloadView[], limit: number): HistoryPage {
  const downloads = found.slice(0, limit);
  const last = found.length > limit ? downloads.at(-1) : undefined;
  if (last === undefined) return { downloads, next: null };
  return { downloads, next: { begunAt: new Date(last.begun_at), downloadId: last.download_id } };
}

/** DESIGN.md, section 2: another person's figures are for `admin` and `service` only. */
function mayRead(caller: Caller, userId: string): void {
  if (!caller.may(userId))
    throw new DomainError('forbidden', 'FORBIDDEN', 'These are the figures of another person');
}
