import { expect, it } from '@jest/globals';
import { ByteSet } from '../domain/byte-set.js';
import { readMultirange, writeMultirange } from './multirange.js';

it.each(['{}', '{[0,1)}', '{[0,1024),[2048,9007199254740991)}'])('%s is read and written back', (text) => {
  expect(writeMultirange(readMultirange(text))).toBe(text);
});

it('writes no bytes as the empty multirange', () => {
  expect(writeMultirange(ByteSet.empty)).toBe('{}');
});
