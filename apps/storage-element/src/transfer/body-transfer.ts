import type { Outlet } from '@waybill/http-lane';
import type { Piece } from '@waybill/http-range';
import type { OpenBytes } from '../sources/open-bytes.js';
import type { BufferPool } from './buffer-pool.js';
import type { Connection } from './connection.js';
import { type Route, sendByKernel, sendOnTheSpot } from './kernel-way.js';
import type { Libc } from './libc.js';
import type { Line } from './line.js';
import { sendThroughPool } from './pooled-way.js';
import { Stretch } from './stretch.js';
import type { Throttle } from './throttle.js';

/** `sent`: all of it was handed to the kernel; `aborted`: the client went away; `cut`: we stopped it; `broken`: the source failed. */
export type Ending = 'sent' | 'aborted' | 'cut' | 'broken';

export interface BodyPlan {
  readonly pieces: readonly Piece[];
  /** Bytes of the whole body, the text between the parts included. */
  readonly length: number;
}

export interface TransferTools {
  readonly libc: Libc | null;
  readonly pool: BufferPool;
  readonly throttle: Throttle;
}

/** One response body on its way. Its head leaves with the first bytes. */
export class BodyTransfer implements Line {
  readonly stretch: Stretch;
  readonly #libc: Libc | null;
  readonly pool: BufferPool;
  readonly throttle: Throttle;
  /** Made when somebody waits: most bodies never do. */
  #abort: AbortController | null = null;
  #ending: Ending | null = null;
  #endedAt: number | null = null;
  #rejectWrite: ((reason: Error) => void) | null = null;

  constructor(
    readonly outlet: Outlet,
    connection: Connection,
    readonly body: BodyPlan,
    readonly source: OpenBytes,
    { libc, pool, throttle }: TransferTools,
  ) {
    this.stretch = new Stretch(connection, body.length);
    this.#libc = libc;
    this.pool = pool;
    this.throttle = throttle;
  }

  get engine(): 'kernel' | 'pooled' {
    return this.#route() === null ? 'pooled' : 'kernel';
  }

  /** Null while bytes are being handed over. */
  get ending(): Ending | null {
    return this.#ending;
  }

  /** Unix milliseconds at which the last byte was handed over or the body was stopped; null while it runs. */
  get endedAt(): number | null {
    return this.#endedAt;
  }

  /** Bytes of the body that were handed over. */
  get handed(): number {
    return this.stretch.handed;
  }

  /** Bytes of the body that the other side's TCP has acknowledged; where nobody tells, those handed over. */
  acknowledged(): number {
    return this.stretch.acknowledged();
  }

  /** True when the number of acknowledged bytes cannot grow any more. */
  get isSettled(): boolean {
    return this.#ending === 'sent' ? this.stretch.isSettled : this.stretch.isFinal;
  }

  /**
   * A short body that is in memory goes into the socket at once, as much of it as fits. True where that was all of it, and
   * then it is over; else `run` goes on from there.
   */
  sendAtOnce(): boolean {
    const { start, route } = this.#singleSlice();
    if (start === null || route === null || this.stretch.connection.socket.destroyed) return false;
    sendOnTheSpot(this, route, start);
    if (this.handed < this.body.length) return false;
    this.#finish();
    this.source.release();
    return true;
  }

  /** Hands the body over; resolves when there is nothing left to hand. Never rejects. */
  async run(): Promise<Ending> {
    const forgetClose = this.stretch.connection.onClose(() => this.#stop('aborted'));
    try {
      this.throwIfStopped();
      for (const piece of this.body.pieces) await this.#sendPiece(piece);
      this.source.check();
      this.#finish();
    } catch {
      this.#stop(this.outlet.socket.destroyed ? 'aborted' : 'broken');
    }
    forgetClose();
    this.source.release();
    // Our duplicate would keep a connection open that is to be gone; its figures are read for the last time.
    if (this.#ending !== 'sent') this.release();
    return this.#ending ?? 'broken';
  }

  /** Stops a running body at once; what waits in the socket is thrown away. */
  cut(): void {
    this.#stop('cut');
  }

  /** Ends the hold on the connection: the figures are final. Call once settled, or when waiting any longer is pointless. */
  release(): void {
    this.stretch.release();
  }

  throwIfStopped(): void {
    if (this.#ending !== null) throw new Error(`The transfer was ${this.#ending}`);
  }

  get signal(): AbortSignal {
    this.throwIfStopped();
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  async allowed(wanted: number): Promise<number> {
    this.throwIfStopped();
    return this.throttle.isOpen ? wanted : this.throttle.take(wanted, this.signal);
  }

  async write(chunk: Buffer): Promise<void> {
    this.throwIfStopped();
    const { connection } = this.stretch;
    await this.#answered((written) => {
      this.outlet.write(chunk, written);
      if (this.outlet.hasConnection) this.stretch.begin(connection.position - chunk.length);
    });
    this.stretch.add(chunk.length);
    this.stretch.begin(connection.position - chunk.length);
  }

  flushed(): Promise<void> {
    return this.#answered((written) => this.outlet.socket.write('', written));
  }

  /** Resolves when Node answers; rejects when the body is stopped meanwhile. */
  async #answered(ask: (written: (error?: Error | null) => void) => void): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#rejectWrite = reject;
      ask((error) => (error ? reject(error) : resolve()));
    });
    this.#rejectWrite = null;
  }

  async #sendPiece(piece: Piece): Promise<void> {
    if (piece.kind === 'text') return this.write(Buffer.from(piece.text, 'latin1'));
    const route = this.#route();
    // Something of a single slice may have gone at once.
    const start = this.body.pieces.length === 1 ? piece.start + this.handed : piece.start;
    return route === null
      ? sendThroughPool(this, start, piece.end)
      : sendByKernel(this, route, start, piece.end);
  }

  #singleSlice(): { readonly start: number | null; readonly route: Route | null } {
    const [piece, ...others] = this.body.pieces;
    const start = piece?.kind === 'slice' && others.length === 0 ? piece.start : null;
    return { start, route: start === null ? null : this.#route() };
  }

  #route(): Route | null {
    const libc = this.#libc;
    const socket = this.stretch.connection.descriptor;
    const file = this.source.descriptor;
    if (libc === null || socket === null || file === null || !this.outlet.hasConnection) return null;
    return { libc, socket, file };
  }

  #finish(): void {
    this.outlet.end();
    this.#end('sent');
  }

  #stop(ending: Ending): void {
    if (!this.#end(ending)) return;
    const reason = new Error(`The transfer was ${ending}`);
    this.#abort?.abort(reason);
    this.#rejectWrite?.(reason);
    if (ending !== 'aborted') this.outlet.socket.resetAndDestroy();
  }

  /** True where it was not over before. */
  #end(ending: Ending): boolean {
    if (this.#ending !== null) return false;
    this.#ending = ending;
    this.#endedAt = Date.now();
    return true;
  }
}
