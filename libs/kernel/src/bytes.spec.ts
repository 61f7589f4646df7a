import { describe, expect, it } from '@jest/globals';
import { formatBytes, GIB, KIB, MIB } from './bytes.js';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [KIB, '1 KB'],
    [1536, '1.5 KB'],
    [1_537_302_528, '1.43 GB'],
    [27_395_133_440, '25.51 GB'],
    [50 * GIB, '50 GB'],
    [MIB - 1, '1 MB'],
    [1029, '1 KB'],
    [1030, '1.01 KB'],
    [2048 * 1024 * GIB, '2048 TB'],
  ])('writes %d as %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));
});
