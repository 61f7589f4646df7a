import type { Slice } from './resolve-range.js';

/** One range with both ends, of positions that no arithmetic on numbers can spoil. */
const SIMPLE = /^bytes=([0-9]{1,15})-([0-9]{1,15})$/;

/**
 * What nearly all clients that ask for a range send, read and resolved in one step; null leaves the header to `parseRange`
 * and `resolveRange`, which would give the same slice.
 */
export function readSimpleRange(header: string, size: number): Slice | null {
  const match = SIMPLE.exec(header);
  if (match === null) return null;
  const start = Number(match[1]);
  const last = Number(match[2]);
  return start <= last && start < size ? { start, end: Math.min(last + 1, size) } : null;
}
