import { SECOND } from '@waybill/kernel';

/** One second of serving. */
interface Beat {
  /** the second's number since 1970 */
  readonly second: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** How long and how fast a download has been served. */
export interface Pace {
  /** time spent being served; what parallel transfers share counts once */
  readonly activeMilliseconds: number;
  /** Unix milliseconds up to which time is counted */
  readonly countedUntil: number;
  /** the last seconds, oldest first */
  readonly beats: readonly Beat[];
}

export const STILL: Pace = { activeMilliseconds: 0, countedUntil: 0, beats: [] };

/** How far back the speed looks. */
const WINDOW_SECONDS = 10;

export function keepPace(pace: Pace, bytes: number, durationMs: number, reportedAt: Date): Pace {
  const end = reportedAt.getTime();
  const start = Math.max(end - durationMs, pace.countedUntil);
  const milliseconds = Math.max(0, end - start);
  const beat = { second: Math.floor(end / SECOND), bytes, milliseconds };
  return {
    activeMilliseconds: pace.activeMilliseconds + milliseconds,
    countedUntil: Math.max(end, pace.countedUntil),
    beats: addBeat(pace.beats, beat),
  };
}

/** Bytes per second over the last seconds in which bytes went out; 0 where there were none. */
export function speedOf(pace: Pace, now: Date): number {
  const since = now.getTime() / SECOND - WINDOW_SECONDS;
  const recent = pace.beats.filter(({ second }) => second >= since);
  const bytes = recent.reduce((sum, beat) => sum + beat.bytes, 0);
  const milliseconds = recent.reduce((sum, beat) => sum + beat.milliseconds, 0);
  return milliseconds === 0 ? 0 : Math.round((bytes * SECOND) / milliseconds);
}

function addBeat(beats: readonly Beat[], beat: Beat): Beat[] {
  const same = beats.find(({ second }) => second === beat.second);
  const others = beats.filter(({ second }) => second !== beat.second);
  const added = {
    second: beat.second,
    bytes: beat.bytes + (same?.bytes ?? 0),
    milliseconds: beat.milliseconds + (same?.milliseconds ?? 0),
  };
  const sorted = [...others, added].sort((a, b) => a.second - b.second);
  const newest = sorted.at(-1)?.second ?? 0;
  return sorted.filter(({ second }) => second > newest - WINDOW_SECONDS - 1);
}
