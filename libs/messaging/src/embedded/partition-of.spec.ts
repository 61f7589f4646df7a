import { describe, expect, it } from '@jest/globals';
import { partitionOf } from './partition-of.js';

describe('the partition of a key', () => {
  // A filled bus depends on them: a change here would tear keys apart.
  it.each([
    ['', 6, 0x811c9dc5 % 6],
    ['a', 6, 0xe40c292c % 6],
    ['foobar', 6, 0xbf9cf968 % 6],
  ])('of %j is that of FNV-1a', (key, partitions, expected) => {
    expect(partitionOf(key, partitions)).toBe(expected);
  });

  it('spreads keys evenly', () => {
    const counts = [0, 0, 0, 0, 0, 0];
    for (let index = 0; index < 6_000; index += 1) {
      const partition = partitionOf(`dl_${index}`, 6);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
  });
});
