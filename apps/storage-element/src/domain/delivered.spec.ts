import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Piece } from '@waybill/http-range';
import { fileBytesWithin, plannedSlices, slicesBetween, totalLength, unionOf } from './delivered.js';

const parts: readonly Piece[] = [
  { kind: 'text', text: '12345' },
  { kind: 'slice', start: 100, end: 110 },
  { kind: 'text', text: '123' },
  { kind: 'slice', start: 0, end: 20 },
  { kind: 'text', text: '1' },
];

describe('what of a body was delivered', () => {
  it.each([
    [0, 0],
    [5, 0],
    [6, 1],
    [15, 10],
    [18, 10],
    [19, 11],
    [38, 30],
    [39, 30],
  ])('of the first %i bytes of a multipart body %i are the file’s', (bodyBytes, fileBytes) => {
    expect(fileBytesWithin(parts, bodyBytes)).toBe(fileBytes);
  });

  it('names the ranges between two counts in the order of the body', () => {
    const planned = plannedSlices(parts);
    expect(slicesBetween(planned, 0, 30)).toEqual(planned);
    expect(slicesBetween(planned, 4, 12)).toEqual([
      { start: 104, end: 110 },
      { start: 0, end: 2 },
    ]);
    expect(slicesBetween(planned, 10, 10)).toEqual([]);
  });

  const SLICES = fc.array(
    fc
      .tuple(fc.nat(50), fc.integer({ min: 1, max: 20 }))
      .map(([start, length]) => ({ start, end: start + length })),
  );
  const bytesOf = (slices: readonly { start: number; end: number }[]) =>
    new Set(
      slices.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index)),
    );

  it('cut anywhere, loses and repeats nothing', () => {
    fc.assert(
      fc.property(SLICES, fc.nat(), (slices, seed) => {
        const total = totalLength(slices);
        const cut = total === 0 ? 0 : seed % total;
        const halves = [...slicesBetween(slices, 0, cut), ...slicesBetween(slices, cut, total)];
        expect(totalLength(halves)).toBe(total);
        expect(bytesOf(halves)).toEqual(bytesOf(slices));
      }),
    );
  });

  it('the union has the same bytes, each once', () => {
    fc.assert(
      fc.property(SLICES, (slices) => {
        const union = unionOf(slices);
        expect(bytesOf(union)).toEqual(bytesOf(slices));
        expect(totalLength(union)).toBe(bytesOf(slices).size);
      }),
    );
  });
});
