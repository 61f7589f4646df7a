import { type ByteRange, ByteSet } from './byte-set.js';

/** What is known of the bytes that a client holds. */
export interface Coverage {
  /** seen by a storage element */
  readonly covered: ByteSet;
  /** said by the client, and not seen */
  readonly claimed: ByteSet;
  /** what transfers without an accounted end may have delivered */
  readonly unknown: ByteSet;
}

export const NO_COVERAGE: Coverage = {
  covered: ByteSet.empty,
  claimed: ByteSet.empty,
  unknown: ByteSet.empty,
};

/** Everything that counts towards completion. */
export function heldBytes({ covered, claimed }: Coverage): number {
  return covered.length + claimed.length;
}

/**
 * Folds what was delivered. A range that starts inside an unknown interval, or where it ends, claims what lies before it there: whoever
 * goes on at that byte holds the ones before (DESIGN.md, section 3: "One hole fills itself").
 */
export function observe(coverage: Coverage, ranges: readonly ByteRange[], size: number): Coverage {
  const filled = ranges.reduce((filling, { start }) => goOnAt(filling, start), coverage);
  const covered = filled.covered.union(within(ranges, size));
  return settle({ ...filled, covered });
}

/** Remembers what a lost transfer may have delivered. */
export function lose(coverage: Coverage, unknown: readonly ByteRange[], size: number): Coverage {
  return settle({ ...coverage, unknown: coverage.unknown.union(within(unknown, size)) });
}

/**
 * Somebody goes on at `offset`, whether the loss was known by then or not: what he got since ends the interval there. Right
 * behind its end counts, too: so goes on who got all of a body that nobody told of.
 */
export function goOnAt(coverage: Coverage, offset: number): Coverage {
  const interval = coverage.unknown.ranges.find(({ start, end }) => start < offset && offset <= end);
  return interval === undefined ? coverage : claim(coverage, { start: interval.start, end: offset });
}

/** The client says that it holds these bytes. */
export function claim(coverage: Coverage, range: ByteRange): Coverage {
  return settle({ ...coverage, claimed: coverage.claimed.union(ByteSet.of([range])) });
}

/** The three sets never overlap: what was seen needs no claim, what is held is not unknown. */
function settle({ covered, claimed, unknown }: Coverage): Coverage {
  const stillClaimed = claimed.subtract(covered);
  return { covered, claimed: stillClaimed, unknown: unknown.subtract(covered).subtract(stillClaimed) };
}

function within(ranges: readonly ByteRange[], size: number): ByteSet {
  return ByteSet.of(ranges.map(({ start, end }) => ({ start, end: Math.min(end, size) })));
}
