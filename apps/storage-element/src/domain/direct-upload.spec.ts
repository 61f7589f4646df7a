import { describe, expect, it } from '@jest/globals';
import { partSizeFor, partsOf } from './direct-upload.js';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

describe('parts of a direct upload', () => {
  it.each([
    [1, 64 * MIB, 1],
    [64 * MIB, 64 * MIB, 1],
    [64 * MIB + 1, 64 * MIB, 2],
    [1000 * 64 * MIB, 64 * MIB, 1000],
    [1024 * GIB, 64 * MIB, 1000],
    [5 * 1024 * GIB, 64 * MIB, 1000],
  ])('%d bytes in parts of %d or more are %d parts that cover all of it', (size, usual, count) => {
    const partSize = partSizeFor(size, usual);
    const parts = partsOf({ size, partSize });
    expect(parts).toHaveLength(count);
    expect(parts.map(({ number }) => number)).toEqual(parts.map((_, index) => index + 1));
    expect(parts.map(({ start }) => start)).toEqual([0, ...parts.slice(0, -1).map(({ end }) => end)]);
    expect(parts.at(-1)?.end).toBe(size);
    // S3 takes parts of 5 GiB at most.
    expect(partSize).toBeLessThanOrEqual(Math.max(usual, 5.2 * GIB));
  });
});
