import { createHash } from 'node:crypto';
import type { OpenBytes } from '../sources/open-bytes.js';
import type { Throttle } from '../transfer/throttle.js';

/** The SHA-256 of opened bytes in hexadecimal, read no faster than `throttle` lets. Rejects as reading does. */
export async function digestOf(
  source: OpenBytes,
  size: number,
  throttle: Throttle,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source.chunks(0, size, signal)) {
    for (let paid = 0; paid < chunk.length && !throttle.isOpen;)
      paid += await throttle.take(chunk.length - paid, signal);
    hash.update(chunk);
  }
  return hash.digest('hex');
}
