import { begin, type Beginnings, keepEdges, moveBack, NO_BEGINNINGS } from './beginnings.js';
import { type ByteRange, ByteSet } from './byte-set.js';

/** What is known of the bytes that a client holds. */
export interface Coverage {
  /** seen by a storage element */
  readonly covered: ByteSet;
  /** said by the client, and not seen */
  readonly claimed: ByteSet;
  /** what transfers without an accounted end may have delivered */
  readonly unknown: ByteSet;
  /** when bodies began right behind what is missing */
  readonly beginnings: Beginnings;
}

export const NO_COVERAGE: Coverage = {
  covered: ByteSet.empty,
  claimed: ByteSet.empty,
  unknown: ByteSet.empty,
  beginnings: NO_BEGINNINGS,
};

/** Everything that counts towards completion. */
export function heldBytes({ covered, claimed }: Coverage): number {
  return covered.length + claimed.length;
}

/** Everything that the client holds, seen or said. */
export function heldOf({ covered, claimed }: Pick<Coverage, 'covered' | 'claimed'>): ByteSet {
  return covered.union(claimed);
}

/**
 * Folds what bodies delivered, the last of which began at `at`. A range that starts inside an unknown interval, or where it ends,
 * claims what lies before it there: whoever goes on at that byte holds the ones before (DESIGN.md, section 3: "One hole
 * fills itself").
 */
export function observe(
  coverage: Coverage,
  ranges: readonly ByteRange[],
  at: number,
  size: number,
): Coverage {
  const covered = coverage.covered.union(within(ranges, size));
  const beginnings = begin(coverage.beginnings, ranges, at);
  const seen = settle({ ...coverage, covered, beginnings });
  return seen.unknown.isEmpty ? seen : fill(seen, new Set(ranges.map(({ start }) => start)));
}

/**
 * Remembers what a lost transfer may have delivered. Others may have gone on before its loss was told: who began a body there at
 * `since` or later has filled the hole already.
 */
export function lose(
  coverage: Coverage,
  unknown: readonly ByteRange[],
  since: number,
  size: number,
): Coverage {
  const lost = within(unknown, size);
  const left = settle({ ...coverage, unknown: coverage.unknown.union(lost) });
  const later = [...left.beginnings].filter(([, at]) => at >= since).map(([offset]) => offset);
  return fill(left, new Set(later.filter((offset) => goesOnIn(lost, offset))));
}

/** The client says that it holds these bytes. */
export function claim(coverage: Coverage, range: ByteRange): Coverage {
  return settle({ ...coverage, claimed: coverage.claimed.union(ByteSet.of([range])) });
}

/** Right behind the end counts, too: there goes on who got all of a body that nobody told of. */
function goesOnIn({ ranges }: ByteSet, offset: number): boolean {
  return ranges.some(({ start, end }) => start < offset && offset <= end);
}

/** Somebody went on at these bytes, which are held: an unknown interval that ends at one of them is held as well. */
function fill(coverage: Coverage, offsets: ReadonlySet<number>): Coverage {
  const filled = coverage.unknown.ranges.filter(({ end }) => offsets.has(end));
  if (filled.length === 0) return coverage;
  const claimed = coverage.claimed.union(ByteSet.of(filled));
  return settle({ ...coverage, claimed, beginnings: moveBack(coverage.beginnings, filled) });
}

/** The three sets never overlap: what was seen needs no claim, what is held is not unknown. */
function settle({ covered, claimed, unknown, beginnings }: Coverage): Coverage {
  const stillClaimed = claimed.subtract(covered);
  const held = heldOf({ covered, claimed: stillClaimed });
  return {
    covered,
    claimed: stillClaimed,
    unknown: unknown.subtract(held),
    beginnings: keepEdges(beginnings, held),
  };
}

function within(ranges: readonly ByteRange[], size: number): ByteSet {
  return ByteSet.of(ranges.map(({ start, end }) => ({ start, end: Math.min(end, size) })));
}
