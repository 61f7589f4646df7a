import { describe, expect, it } from '@jest/globals';
import { GIB, MIB } from '@waybill/kernel';
import { ByteSet } from './byte-set.js';
import { chunksOf } from './chunks.js';

describe('chunks', () => {
  it.each([
    [0, 0, 0],
    [1, 1, 1],
    [MIB, 1, MIB],
    [MIB + 1, 2, MIB],
    [4096 * MIB, 4096, MIB],
    [4096 * MIB + 1, 2049, 2 * MIB],
    [100 * GIB, 3200, 32 * MIB],
  ])('%i bytes are %i chunks, the first of %i bytes', (size, count, first) => {
    const chunks = chunksOf(size, ByteSet.empty);
    expect(chunks.length).toBe(count);
    expect(chunks[0]?.end ?? 0).toBe(first);
    expect(chunks.at(-1)?.end ?? 0).toBe(size);
  });

  it('tell what is whole, begun and missing, the short last one too', () => {
    const held = ByteSet.of([
      { start: 0, end: MIB + 1 },
      { start: 3 * MIB, end: 3 * MIB + 5 },
    ]);
    const states = chunksOf(3 * MIB + 5, held).map(({ status }) => status);
    expect(states).toEqual(['completed', 'downloading', 'pending', 'completed']);
  });
});
