import type { ByteRange, ByteSet } from './byte-set.js';

/**
 * Where bodies began before which nothing is held: the byte, and when the last body began there (Unix milliseconds). Nobody can
 * have got that byte but by a body that began with it, so these are all the beginnings that may ever tell of a hole.
 */
export type Beginnings = ReadonlyMap<number, number>;

export const NO_BEGINNINGS: Beginnings = new Map();

/**
 * Elements report short bodies once a second, so what several of them serve in turns has holes for about as long: these are enough
 * for some four thousand bodies a second of one download, and a row stays below a hundred kilobytes.
 */
const REMEMBERED = 4096;

/** A report of bodies that began with these ranges, the last of them at `at`. */
export function begin(known: Beginnings, ranges: readonly ByteRange[], at: number): Beginnings {
  const all = new Map(known);
  for (const { start } of ranges) all.set(start, Math.max(at, known.get(start) ?? at));
  return all;
}

/** Whoever began at an interval's end holds the interval: it is as if he had begun where it starts. */
export function moveBack(known: Beginnings, intervals: readonly ByteRange[]): Beginnings {
  return new Map([...known, ...intervals.map(({ start, end }) => [start, known.get(end) ?? 0] as const)]);
}

/** Drops those before which the bytes are held by now; of very many the oldest. */
export function keepEdges(known: Beginnings, held: ByteSet): Beginnings {
  const edges = held.ranges.flatMap(({ start }) => {
    const at = known.get(start);
    return start === 0 || at === undefined ? [] : [[start, at] as const];
  });
  if (edges.length === 0) return NO_BEGINNINGS;
  return new Map(edges.length > REMEMBERED ? newest(edges) : edges);
}

function newest(edges: readonly (readonly [number, number])[]) {
  return edges.toSorted(([, a], [, b]) => b - a).slice(0, REMEMBERED);
}
