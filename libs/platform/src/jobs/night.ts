import { DAY, HOUR } from '@waybill/kernel';

/** In UTC: after the day's end, so that daily work finds the day whole. */
const NIGHT_HOUR = 2;

/** Milliseconds from `now` to the next night, never 0. */
export function untilNight(now: Date): number {
  const sinceNight = (now.getTime() - NIGHT_HOUR * HOUR) % DAY;
  return DAY - sinceNight;
}
