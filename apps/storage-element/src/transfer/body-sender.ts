import type { Outlet } from '@waybill/http-lane';
import type { OpenBytes } from '../sources/open-bytes.js';
import { type BodyPlan, BodyTransfer } from './body-transfer.js';
import { BufferPool } from './buffer-pool.js';
import { Connection } from './connection.js';
import { type Libc, loadLibc } from './libc.js';
import type { Throttle } from './throttle.js';

/** `auto` lets the kernel move the bytes where it can; `pooled` never does. */
export type Engine = 'auto' | 'pooled';

/** What a slow client holds in memory while it takes its time: small, for there may be hundreds. */
const STEP_BYTES = 64 * 1024;
const IDLE_STEPS = 64;

/** Starts bodies; knows which way they go. */
export class BodySender {
  /** Buffers of the kernel's way, for what it could not take at once. */
  readonly pool = new BufferPool(STEP_BYTES, IDLE_STEPS);
  readonly #libc: Libc | null;

  constructor(engine: Engine, libc: Libc | null = loadLibc()) {
    this.#libc = engine === 'auto' ? libc : null;
  }

  get usesKernel(): boolean {
    return this.#libc !== null;
  }

  begin(outlet: Outlet, body: BodyPlan, source: OpenBytes, throttle: Throttle): BodyTransfer {
    const connection = Connection.of(outlet.socket, this.#libc);
    return new BodyTransfer(outlet, connection, body, source, {
      libc: this.#libc,
      pool: this.pool,
      throttle,
    });
  }
}
