import { describe, expect, it } from '@jest/globals';
import { GIB } from '@waybill/kernel';
import { percentOf } from './percent.js';

describe('percentOf', () => {
  it.each([
    ['the document’s example', 27_395_133_440, 53_687_091_200, 51],
    ['nothing', 0, 5 * GIB, 0],
    ['everything', 5 * GIB, 5 * GIB, 100],
    ['just below a half', 1_004, 100_000, 1],
    ['a half rounds up', 1_500, 100_000, 2],
    ['more than there is', 10 * GIB, 5 * GIB, 200],
    ['what a float would lose', 2 ** 53 - 1, 2 ** 53 - 1, 100],
  ])('%s', (_name, part, whole, percent) => {
    expect(percentOf(part, whole)).toBe(percent);
  });
});
