import { describe, expect, it } from '@jest/globals';
import { parseRange } from './parse-range.js';
import { MAX_RANGES, resolveRange, type ResolvedRange } from './resolve-range.js';

const WHOLE: ResolvedRange = { kind: 'whole' };
const NONE: ResolvedRange = { kind: 'unsatisfiable' };
const slices = (...pairs: [number, number][]): ResolvedRange => ({
  kind: 'slices',
  slices: pairs.map(([start, end]) => ({ start, end })),
});

function resolve(header: string, size: number): ResolvedRange {
  const parsed = parseRange(header);
  if (parsed.kind !== 'ranges') throw new Error(`${header} is not well-formed`);
  return resolveRange(parsed.specs, size);
}

describe('resolveRange measures ranges against the size (RFC 9110, 14.1.2)', () => {
  it.each<[clause: string, header: string, size: number, expected: ResolvedRange]>([
    ['14.1.2: the first 500 bytes', 'bytes=0-499', 10_000, slices([0, 500])],
    ['14.1.2: the second 500 bytes', 'bytes=500-999', 10_000, slices([500, 1000])],
    ['14.1.2: the final 500 bytes', 'bytes=-500', 10_000, slices([9500, 10_000])],
    ['14.1.2: the final 500 bytes', 'bytes=9500-', 10_000, slices([9500, 10_000])],
    ['14.1.2: the first and last bytes', 'bytes=0-0,-1', 10_000, slices([0, 1], [9999, 10_000])],
    [
      '14.1.2: the first, middle and last 1000',
      'bytes= 0-999, 4500-5499, -1000',
      10_000,
      slices([0, 1000], [4500, 5500], [9000, 10_000]),
    ],
    ['14.1.2: overlapping', 'bytes=500-700,601-999', 10_000, slices([500, 701], [601, 1000])],
    ['14.1.2: last-pos beyond the end is the end', 'bytes=5-99', 10, slices([5, 10])],
    ['14.1.2: last-pos at the length is the end', 'bytes=5-10', 10, slices([5, 10])],
    ['14.1.2: last-pos of any length', `bytes=5-${'9'.repeat(300)}`, 10, slices([5, 10])],
    ['14.1.2: the whole as a range', 'bytes=0-', 10, slices([0, 10])],
    ['14.1.2: the last byte', 'bytes=9-9', 10, slices([9, 10])],
    ['14.1.2: a suffix longer than the file is all of it', 'bytes=-11', 10, slices([0, 10])],
    ['14.1.2: a suffix of any length', `bytes=-${'9'.repeat(300)}`, 10, slices([0, 10])],
    ['14.1.2: a suffix as long as the file', 'bytes=-10', 10, slices([0, 10])],
    ['14.1.2: first-pos at the length', 'bytes=10-', 10, NONE],
    ['14.1.2: first-pos behind the end', 'bytes=11-12', 10, NONE],
    ['14.1.2: first-pos of any length', `bytes=${'9'.repeat(300)}-`, 10, NONE],
    ['14.1.2: 2^64 does not wrap round', 'bytes=18446744073709551616-18446744073709551617', 10, NONE],
    ['14.1.2: 2^64 as a suffix does not wrap round', 'bytes=-18446744073709551617', 10, slices([0, 10])],
    ['14.1.2: a suffix of nothing', 'bytes=-0', 10, NONE],
    ['14.1.2: what cannot be satisfied is left out', 'bytes=15-,0-5', 10, slices([0, 6])],
    ['14.1.2: 2^32 does not wrap round', 'bytes=4294967296-4294967299', 1000, NONE],
    ['14.1.2: 2^63 does not wrap round', 'bytes=9223372036854775808-', 1000, NONE],
    ['14.1.2: 2^63 as a suffix is all of it', 'bytes=-9223372036854775808', 1000, slices([0, 1000])],
    ['14.1.2: all but the first byte', 'bytes=-999', 1000, slices([1, 1000])],
    ['14.1.2: one byte of one', 'bytes=-5', 1, slices([0, 1])],
    ['15.3.7.2: descending order is kept', 'bytes=5-5,3-3,1-1', 10, slices([5, 6], [3, 4], [1, 2])],
    ['15.3.7.2: adjacent ones stay apart', 'bytes=5-9,0-4', 10, slices([5, 10], [0, 5])],
    ['15.3.7.2: the same one twice', 'bytes=0-0,0-0', 10, slices([0, 1], [0, 1])],
    ['15.3.7.2: overlapping ones are not merged', 'bytes=1-70,69-100', 8000, slices([1, 71], [69, 101])],
    ['14.1.2: what cannot be satisfied is left out', 'bytes=-0,2-3,99-', 10, slices([2, 4])],
    ['14.1.2: nothing is left', 'bytes=10-,20-30,-0', 10, NONE],
    ['14.1.2: an empty file satisfies no position', 'bytes=0-', 0, NONE],
    ['14.1.2: an empty file satisfies no position', 'bytes=0-0', 0, NONE],
    ['14.4: an empty file satisfies a suffix, which no Content-Range can say', 'bytes=-5', 0, WHOLE],
    ['14.1.2: an empty file and a suffix of nothing', 'bytes=-0', 0, NONE],
    ['17.15: as many bytes as the file has', 'bytes=0-4,5-9', 10, slices([0, 5], [5, 10])],
    ['17.15: more bytes than the file has', 'bytes=0-5,5-9', 10, WHOLE],
    ['17.15: the whole twice', 'bytes=0-,0-', 10, WHOLE],
    [
      '17.15: many overlapping',
      `bytes=${Array.from({ length: 11 }, (_, i) => `${i}-`).join(',')}`,
      1_000,
      WHOLE,
    ],
    [
      '17.15: at most 16 ranges',
      `bytes=${Array.from({ length: MAX_RANGES }, (_, i) => `${i}-${i}`).join(',')}`,
      99,
      slices(...Array.from({ length: MAX_RANGES }, (_, i): [number, number] => [i, i + 1])),
    ],
    [
      '17.15: one more than 16',
      `bytes=${Array.from({ length: MAX_RANGES + 1 }, (_, i) => `${i}-${i}`).join(',')}`,
      99,
      WHOLE,
    ],
  ])('%s: %s of %i', (_clause, header, size, expected) => {
    expect(resolve(header, size)).toEqual(expected);
  });
});
