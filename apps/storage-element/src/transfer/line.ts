import type { Outlet } from '@waybill/http-lane';
import type { OpenBytes } from '../sources/open-bytes.js';
import type { BufferPool } from './buffer-pool.js';
import type { Stretch } from './stretch.js';
import type { Throttle } from './throttle.js';

/** What both ways of sending need of a body that is on its way. */
export interface Line {
  readonly outlet: Outlet;
  readonly stretch: Stretch;
  readonly source: OpenBytes;
  readonly throttle: Throttle;
  readonly pool: BufferPool;
  /** Aborts when the body is stopped. */
  readonly signal: AbortSignal;
  throwIfStopped(): void;
  /** How many of `wanted` bytes may go now; waits until there are some. */
  allowed(wanted: number): Promise<number>;
  /** Resolves when the kernel took the chunk. */
  write(chunk: Buffer): Promise<void>;
  /** Resolves when the kernel took everything that was written so far. */
  flushed(): Promise<void>;
}
