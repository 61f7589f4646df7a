import { MINUTE } from '@waybill/kernel';
import { addDays, dayOf, mondayOf } from './utc.js';

export const REPORT_KINDS = ['daily-downloads', 'weekly-popular'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Half-open: `endDay` is not in it. */
export interface ReportPeriod {
  readonly kind: ReportKind;
  readonly startDay: string;
  readonly endDay: string;
}

/** How far back a report is made up for that nobody made in time. */
const DAYS_BACK = 7;
const WEEKS_BACK = 2;

/**
 * The periods that should have a report by now: whole days and ISO weeks that ended at least `delayMinutes` ago and did
 * not end before anything happened. Earliest first.
 */
export function dueReports(now: Date, delayMinutes: number, firstDay: string): ReportPeriod[] {
  const today = dayOf(new Date(now.getTime() - delayMinutes * MINUTE));
  const days = Array.from({ length: DAYS_BACK }, (_, index) => addDays(today, index - DAYS_BACK));
  const weeks = Array.from({ length: WEEKS_BACK }, (_, index) =>
    addDays(mondayOf(today), 7 * (index - WEEKS_BACK)),
  );
  const periods = [
    ...days.map((day) => ({ kind: 'daily-downloads' as const, startDay: day, endDay: addDays(day, 1) })),
    ...weeks.map((day) => ({ kind: 'weekly-popular' as const, startDay: day, endDay: addDays(day, 7) })),
  ];
  return periods.filter(({ endDay }) => endDay > firstDay);
}
