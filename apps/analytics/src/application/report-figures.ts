import type { Outcomes, Moved, TypeOfDay } from './figure-queries.js';

export interface CompletedFile {
  readonly file_id: string;
  readonly file_name: string;
  readonly file_type: string;
  readonly completed: number;
  readonly people: number;
}

export interface DailyFigures {
  readonly totals: Outcomes & Moved & { readonly completed_bytes: number; readonly automated: number };
  readonly people: number;
  readonly served_bytes: number;
  readonly reported_bytes: number;
  readonly issued: number;
  readonly denied: number;
  readonly types: readonly TypeOfDay[];
  readonly countries: readonly { country: string; begun: number; completed: number }[];
  readonly alerts: readonly { rule: string; summary: string; raised_at: string }[];
}

/** What reports are made of. Days are UTC; `endDay` is not in. */
export abstract class ReportFigures {
  /** The earliest day with any figure; null where there is none. */
  abstract firstDay(): Promise<string | null>;
  abstract day(day: string): Promise<DailyFigures>;
  /** Most completed first, at most `limit`. */
  abstract completedFiles(startDay: string, endDay: string, limit: number): Promise<CompletedFile[]>;
}
