import { Injectable } from '@nestjs/common';
import { formatBytes } from '@waybill/kernel';
import { completionRate, kilobitsPerSecond, successRate } from '../domain/rates.js';
import type { ReportPeriod } from '../domain/report-periods.js';
import { type CompletedFile, type DailyFigures, ReportFigures } from './report-figures.js';
import type { ReportTable } from './reports.js';

const TOP_OF_DAY = 10;
const TOP_OF_WEEK = 50;

/** The tables of a report: the daily one of all downloads, the weekly one of popular files. */
@Injectable()
export class WriteReport {
  constructor(private readonly figures: ReportFigures) {}

  execute({ kind, startDay, endDay }: ReportPeriod): Promise<ReportTable[]> {
    return kind === 'daily-downloads' ? this.#daily(startDay, endDay) : this.#weekly(startDay, endDay);
  }

  async #daily(startDay: string, endDay: string): Promise<ReportTable[]> {
    const figures = await this.figures.day(startDay);
    const files = await this.figures.completedFiles(startDay, endDay, TOP_OF_DAY);
    return [totalsOf(figures), typesOf(figures), countriesOf(figures), popular(files), alertsOf(figures)];
  }

  async #weekly(startDay: string, endDay: string): Promise<ReportTable[]> {
    return [popular(await this.figures.completedFiles(startDay, endDay, TOP_OF_WEEK))];
  }
}

function totalsOf({
  totals,
  people,
  served_bytes,
  reported_bytes,
  issued,
  denied,
}: DailyFigures): ReportTable {
  const { begun, completed, failed, cancelled } = totals;
  return {
    title: 'Totals',
    columns: ['figure', 'value'],
    rows: [
      ['links issued', issued],
      ['links refused', denied],
      ['downloads that began', begun],
      ['completed', completed],
      ['failed', failed],
      ['cancelled', cancelled],
      ['completion rate, %', rounded(completionRate(completed, failed, cancelled))],
      ['people', people],
      ['by bots and automata', totals.automated],
      ['bytes of completed downloads', totals.completed_bytes],
      ['bytes served', served_bytes],
      ['bytes reported by clients', reported_bytes],
      ['bandwidth', formatBytes(served_bytes + reported_bytes)],
      ['average speed, kbit/s', kilobitsPerSecond(totals.moved_bytes, totals.active_us)],
    ],
  };
}

function typesOf({ types }: DailyFigures): ReportTable {
  return {
    title: 'By type',
    columns: ['type', 'downloads', 'people', 'completed', 'failed', 'cancelled', 'success rate, %', 'bytes'],
    rows: types.map((type) => [
      type.file_type,
      type.begun,
      type.people,
      type.completed,
      type.failed,
      type.cancelled,
      rounded(successRate(type.completed, type.failed)),
      type.completed_bytes,
    ]),
  };
}

function countriesOf({ countries }: DailyFigures): ReportTable {
  return {
    title: 'By country',
    columns: ['country', 'downloads', 'completed'],
    rows: countries.map(({ country, begun, completed }) => [country, begun, completed]),
  };
}

function popular(files: readonly CompletedFile[]): ReportTable {
  return {
    title: 'Popular files',
    columns: ['file', 'name', 'type', 'completed downloads', 'people'],
    rows: files.map(({ file_id, file_name, file_type, completed, people }) => [
      file_id,
      file_name,
      file_type,
      completed,
      people,
    ]),
  };
}

function alertsOf({ alerts }: DailyFigures): ReportTable {
  return {
    title: 'Alerts',
    columns: ['rule', 'summary', 'raised at'],
    rows: alerts.map(({ rule, summary, raised_at }) => [rule, summary, new Date(raised_at).toISOString()]),
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
