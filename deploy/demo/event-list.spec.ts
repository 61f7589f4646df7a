import { describe, expect, it } from '@jest/globals';
import { foldRepeats, isSubsequence } from './event-list.ts';

const event = (type: string) => ({ type: `waybill.${type}`, time: 'T', source: '/waybill/service' });

describe('foldRepeats', () => {
  it('counts what comes several times in a row', () =>
    expect(foldRepeats(['a', 'b', 'b', 'b', 'a'].map(event))).toEqual([
      `T  ${'a'.padEnd(24)}service`,
      `T  ${'b'.padEnd(24)}service × 3`,
      `T  ${'a'.padEnd(24)}service`,
    ]));
});

describe('isSubsequence', () => {
  it.each([
    [['a', 'b'], ['a', 'x', 'b'], true],
    [['a', 'b'], ['b', 'a'], false],
    [['a', 'a'], ['a'], false],
    [[], ['a'], true],
  ])('%j in %j: %s', (expected, seen, result) => expect(isSubsequence(expected, seen)).toBe(result));
});
