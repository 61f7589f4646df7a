import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRange } from './parse-range.js';
import { resolveRange } from './resolve-range.js';
import { readSimpleRange } from './simple-range.js';

describe('reading a simple range', () => {
  it.each([
    ['bytes=0-0', 10, { start: 0, end: 1 }],
    ['bytes=2-4', 10, { start: 2, end: 5 }],
    ['bytes=9-99', 10, { start: 9, end: 10 }],
    ['bytes=007-008', 10, { start: 7, end: 9 }],
    ['bytes=0-999999999999999', 10, { start: 0, end: 10 }],
  ])('%s of %i bytes is %j', (header, size, slice) => expect(readSimpleRange(header, size)).toEqual(slice));

  it.each([
    ['positions beyond the end', 'bytes=10-12'],
    ['a last position before the first', 'bytes=4-2'],
    ['an open range', 'bytes=4-'],
    ['a suffix', 'bytes=-4'],
    ['several ranges', 'bytes=0-1,3-4'],
    ['white space', 'bytes=0-1 '],
    ['a unit in capitals', 'BYTES=0-1'],
    ['a number that needs more than a double', 'bytes=0-9007199254740993'],
    ['a line break', 'bytes=0-1\n'],
  ])('leaves %s to the parser', (_what, header) => expect(readSimpleRange(header, 10)).toBeNull());

  it('gives what the parser would', () =>
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.nat(30), (first, last, size) => {
        const header = `bytes=${first}-${last}`;
        const simple = readSimpleRange(header, size);
        if (simple === null) return;
        const parsed = parseRange(header);
        expect(parsed.kind === 'ranges' ? resolveRange(parsed.specs, size) : parsed).toEqual({
          kind: 'slices',
          slices: [simple],
        });
      }),
    ));
});
