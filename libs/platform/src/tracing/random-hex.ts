import { randomFillSync } from 'node:crypto';

/** Asking the system for randomness costs more than a request's other ids, so it is asked for many at once. */
const pool = Buffer.alloc(4096);
let used = pool.length;

/** So many random bytes, in hexadecimal digits. */
export function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
