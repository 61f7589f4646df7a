/** Per cent of the ended downloads that completed; what is in flight is left out, and none is 0 (DESIGN.md, section 9). */
export function completionRate(completed: number, failed: number, cancelled: number): number {
  return perCent(completed, completed + failed + cancelled);
}

/** The daily figures' rate: completed / (completed + failed) (DESIGN.md, section 9). */
export function successRate(completed: number, failed: number): number {
  return perCent(completed, completed + failed);
}

export function perCent(part: number, whole: number): number {
  return whole > 0 ? (100 * part) / whole : 0;
}

/** Whole kilobits per second, of bytes in microseconds. 0 where no time was spent. */
export function kilobitsPerSecond(bytes: number, us: number): number {
  return us > 0 ? Math.round((bytes * 8_000) / us) : 0;
}

/** Whole bytes per second, of bytes in microseconds. 0 where no time was spent. */
export function bytesPerSecond(bytes: number, us: number): number {
  return us > 0 ? Math.round((bytes * 1_000_000) / us) : 0;
}

export interface HourCount {
  /** 0 to 23, UTC. */
  readonly hour: number;
  readonly downloads: number;
}

/** Hours with downloads, most first; a tie goes to the earliest (DESIGN.md, section 9). */
export function peakHours(hours: readonly HourCount[]): number[] {
  return hours
    .filter(({ downloads }) => downloads > 0)
    .toSorted((one, other) => other.downloads - one.downloads || one.hour - other.hour)
    .map(({ hour }) => hour);
}
