import { MIB } from '@waybill/kernel';
import { ByteSet } from './byte-set.js';

export interface Chunk {
  readonly index: number;
  readonly start: number;
  /** exclusive */
  readonly end: number;
  readonly status: 'completed' | 'downloading' | 'pending';
}

const MOST_CHUNKS = 4096;

/** The file in steps of 1 MiB; the step doubles until there are at most 4096 (DESIGN.md, section 3). */
export function chunksOf(size: number, held: ByteSet): Chunk[] {
  const step = stepOf(size);
  const got = heldPerStep(held, step, Math.ceil(size / step));
  return got.map((bytes, index) => {
    const start = index * step;
    const end = Math.min(start + step, size);
    return { index, start, end, status: statusOf(bytes, end - start) };
  });
}

function stepOf(size: number): number {
  let step = MIB;
  while (Math.ceil(size / step) > MOST_CHUNKS) step *= 2;
  return step;
}

function heldPerStep(held: ByteSet, step: number, count: number): number[] {
  const got = new Array<number>(count).fill(0);
  for (const { start, end } of held.ranges) {
    for (let index = Math.floor(start / step); index < count && index * step < end; index += 1) {
      const bytes = Math.min(end, (index + 1) * step) - Math.max(start, index * step);
      got[index] = (got[index] ?? 0) + bytes;
    }
  }
  return got;
}

function statusOf(bytes: number, length: number): Chunk['status'] {
  if (bytes >= length) return 'completed';
  return bytes > 0 ? 'downloading' : 'pending';
}
