import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ByteRange, ByteSet } from './byte-set.js';

const SPACE = 64;
const range = fc
  .tuple(fc.nat(SPACE), fc.nat(SPACE))
  .map(([a, b]): ByteRange => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const ranges = fc.array(range, { maxLength: 12 });

/** The model: one boolean a byte. */
function bitmap(of: readonly ByteRange[]): boolean[] {
  return Array.from({ length: SPACE }, (_, byte) => of.some(({ start, end }) => start <= byte && byte < end));
}

function isCanonical({ ranges: sorted }: ByteSet): boolean {
  return sorted.every(({ start, end }, index) => start < end && (sorted[index - 1]?.end ?? -1) < start);
}

describe('a set of bytes', () => {
  it('holds what a bitmap holds, in canonical form', () => {
    fc.assert(
      fc.property(ranges, (some) => {
        const set = ByteSet.of(some);
        expect(bitmap(set.ranges)).toEqual(bitmap(some));
        expect(set.length).toBe(bitmap(some).filter(Boolean).length);
        expect(isCanonical(set)).toBe(true);
        expect(set.isEmpty).toBe(set.length === 0);
      }),
    );
  });

  it.each([
    ['union', (a: boolean, b: boolean) => a || b],
    ['subtract', (a: boolean, b: boolean) => a && !b],
    ['intersect', (a: boolean, b: boolean) => a && b],
  ] as const)('%s is that of bitmaps', (operation, model) => {
    fc.assert(
      fc.property(ranges, ranges, (some, others) => {
        const result = ByteSet.of(some)[operation](ByteSet.of(others));
        const other = bitmap(others);
        expect(bitmap(result.ranges)).toEqual(
          bitmap(some).map((bit, byte) => model(bit, other[byte] ?? false)),
        );
        expect(isCanonical(result)).toBe(true);
      }),
    );
  });

  it('is equal to the set of the same bytes only', () => {
    fc.assert(
      fc.property(ranges, ranges, (some, others) => {
        const same = bitmap(some).join() === bitmap(others).join();
        expect(ByteSet.of(some).equals(ByteSet.of(others))).toBe(same);
      }),
    );
  });
});
