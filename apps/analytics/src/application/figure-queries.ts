import type { HourCount } from '../domain/rates.js';
import type { DownloadStatus } from '../domain/download-state.js';

/** Counts of downloads that began, by their last state; in flight is what is left. */
export interface Outcomes {
  readonly begun: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** What completed downloads moved, and the active milliseconds that took. */
export interface Moved {
  readonly moved_bytes: number;
  readonly active_us: number;
}

export interface DownloadView {
  readonly download_id: string;
  readonly file_id: string | null;
  readonly file_name: string;
  readonly file_type: string;
  readonly size: number;
  readonly begun_at: string;
  readonly ended_at: string | null;
  readonly status: DownloadStatus;
  readonly accuracy: 'observed' | 'claimed' | 'reported';
  readonly speed_kbps: number | null;
  readonly bytes_served: number;
  readonly active_us: number;
  readonly resume_count: number;
  readonly automated: boolean;
}

/** The place of a download in a person's history, latest first. */
export interface HistoryPlace {
  readonly begunAt: Date;
  readonly downloadId: string;
}

export interface HistorySlice {
  /** How many to leave out, or the place after which it goes on. */
  readonly from: number | HistoryPlace;
  readonly limit: number;
}

export interface PersonTotals extends Outcomes, Moved {
  readonly completed_bytes: number;
  readonly automated: number;
  /** At most five, most completed first. */
  readonly favourite_types: readonly string[];
}

export interface PopularFile {
  readonly file_id: string;
  readonly file_name: string;
  readonly file_type: string;
  readonly size: number;
  /** Completed within the window. */
  readonly completed: number;
  /** People who completed it within the window. */
  readonly people: number;
  readonly last_completed_at: string;
}

export interface FileFigures extends Outcomes {
  readonly people: number;
  readonly active_us: number;
  readonly automated: number;
  readonly served_bytes: number;
  readonly automated_bytes: number;
  readonly reported_bytes: number;
  readonly hours: readonly HourCount[];
  readonly countries: Readonly<Record<string, number>>;
}

export interface TypeOfDay extends Outcomes, Moved {
  readonly file_type: string;
  readonly people: number;
  readonly completed_bytes: number;
  readonly automated: number;
}

export interface DayFigures {
  readonly types: readonly TypeOfDay[];
  /** Unique over all types. */
  readonly people: number;
  readonly countries: Readonly<Record<string, number>>;
}

export interface BandwidthOfDay {
  readonly day: string;
  readonly served_bytes: number;
  readonly automated_bytes: number;
  readonly reported_bytes: number;
  readonly begun: number;
  readonly people: number;
}

export interface PersonPeriod {
  readonly overview: Outcomes & Moved & { readonly begun_bytes: number };
  readonly days: readonly { day: string; begun: number; begun_bytes: number }[];
  readonly types: readonly { type: string; begun: number; begun_bytes: number }[];
  /** An empty category stands for none. */
  readonly categories: readonly { category: string; begun: number; begun_bytes: number }[];
  readonly speeds: readonly ({ at: string } & Moved)[];
}

/** Reads of the rollups: each costs the same however long the history is. Days are UTC, `YYYY-MM-DD`. */
export abstract class FigureQueries {
  /** Downloads of a person that began since, latest first. */
  abstract history(userId: string, since: Date, slice: HistorySlice): Promise<DownloadView[]>;
  /** Null for a person none of whose downloads ever began. */
  abstract person(userId: string): Promise<PersonTotals | null>;
  abstract personPeriod(userId: string, firstDay: string, step: 'hour' | 'day'): Promise<PersonPeriod>;
  /**
   * Most completed within the days first, the last one included; a tie goes by id. Null where too many files are much
   * alike to tell at the usual cost.
   */
  abstract popular(firstDay: string, lastDay: string, limit: number): Promise<PopularFile[] | null>;
  /** The same, at a cost that grows with the files of those days. */
  abstract popularOfAll(firstDay: string, lastDay: string, limit: number): Promise<PopularFile[]>;
  abstract file(fileId: string): Promise<FileFigures>;
  abstract day(day: string): Promise<DayFigures>;
  /** Days with any activity, latest first. */
  abstract bandwidth(firstDay: string): Promise<BandwidthOfDay[]>;
}
