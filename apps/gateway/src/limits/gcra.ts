import type { LimitPolicy, Verdict } from './rate-limiter.js';

/** Whole microseconds, so that adding and subtracting is exact; today they are a fifth of the largest safe integer. */
const MICROSECONDS = 1_000_000;

/**
 * The generic cell rate algorithm: a token bucket kept as one number, the time at which the bucket is full again
 * (ITU-T I.371, annex A). `now` is milliseconds; `next`, in microseconds, is what to remember: the old one for a refusal.
 */
export function gcra(
  fullAt: number | undefined,
  policy: LimitPolicy,
  now: number,
): { readonly verdict: Verdict; readonly next: number } {
  const time = Math.floor(now * 1000);
  const { interval, room } = measuresOf(policy);
  const current = Math.max(fullAt ?? time, time);
  const allowed = current + interval - time <= room;
  const next = allowed ? current + interval : current;
  return { next, verdict: verdictOf(next - time, policy, allowed) };
}

/** What one request takes of the room, and how much room there is: both as time, in microseconds. */
export function measuresOf({ perSecond, burst }: LimitPolicy): {
  readonly interval: number;
  readonly room: number;
} {
  // Rounded up: rather a thousandth too slow than one request too many.
  const interval = Math.ceil(MICROSECONDS / perSecond);
  return { interval, room: interval * burst };
}

/** `debt` is how much of the room is used up, as time. */
export function verdictOf(debt: number, policy: LimitPolicy, allowed: boolean): Verdict {
  const { interval, room } = measuresOf(policy);
  return {
    allowed,
    remaining: Math.max(0, Math.floor((room - debt) / interval)),
    resetSeconds: debt / MICROSECONDS,
    retryAfterSeconds: Math.max(0, debt + interval - room) / MICROSECONDS,
  };
}
