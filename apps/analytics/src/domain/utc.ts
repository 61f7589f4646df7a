import { DAY, HOUR } from '@waybill/kernel';

/** `YYYY-MM-DD` of the UTC day that holds `time`. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** The start of the UTC hour that holds `time`. */
export function hourOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / HOUR) * HOUR);
}

export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(startOfDay(day).getTime() + days * DAY));
}

/**
 * The first of the `days` UTC days that end with the one that holds `now`: windows are half-open, so seven days are
 * seven dates, today's included (DESIGN.md, section 9).
 */
export function firstDayOf(days: number, now: Date): string {
  return addDays(dayOf(now), 1 - days);
}

/** True for a day that the calendar has: `2026-02-30` is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time.getTime()) && dayOf(time) === text;
}

/** The Monday of the ISO week (ISO 8601) that holds a day. */
export function mondayOf(day: string): string {
  const sinceMonday = (startOfDay(day).getUTCDay() + 6) % 7;
  return addDays(day, -sinceMonday);
}
