import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type CompletedFile, type DailyFigures, ReportFigures } from '../application/report-figures.js';
import { dayScope } from '../domain/presence.js';
import * as sql from './report-figures-sql.js';

@Injectable()
export class TypeormReportFigures extends ReportFigures {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async firstDay(): Promise<string | null> {
    const [row] = await this.#rows<{ day: string | null }>(sql.FIRST_DAY, []);
    return row?.day ?? null;
  }

  override async day(day: string): Promise<DailyFigures> {
    const [figures] = await this.#rows<DailyFigures>(sql.DAILY, [day, dayScope(day)]);
    if (figures === undefined) throw new Error('A statement that always has one row has none');
    return figures;
  }

  override completedFiles(startDay: string, endDay: string, limit: number): Promise<CompletedFile[]> {
    return this.#rows(sql.COMPLETED_FILES, [startDay, endDay, limit]);
  }

  async #rows<T>(statement: string, parameters: unknown[]): Promise<T[]> {
    const rows = await this.transactions.manager.query<{ figures: T }[]>(
      `SELECT to_jsonb(figures) AS figures FROM (${statement}) figures`,
      parameters,
    );
    return rows.map(({ figures }) => figures);
  }
}
