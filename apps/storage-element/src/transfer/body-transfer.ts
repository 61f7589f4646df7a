import type { ServerResponse } from 'node:http';
import type { Piece } from '@waybill/http-range';
import { type OpenBytes, SourceChangedError } from '../sources/open-bytes.js';
import type { BufferPool } from './buffer-pool.js';
import type { Connection } from './connection.js';
import type { Libc, TcpFacts } from './libc.js';
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
}

/** How much one system call may move: long enough to be cheap, short enough to be stopped. */
const PIECE_BYTES = 4 * 1024 * 1024;
/** Up to this a warm file is sent on the spot: a trip to the pool would take longer than the call. */
const ON_THE_SPOT_BYTES = 256 * 1024;

/** One response body on its way. Headers are set by the caller and leave with the first bytes. */
export class BodyTransfer {
  /** Made when somebody waits: most bodies never do. */
  #abort: AbortController | null = null;
  readonly #forgetClose: () => void;
  #ending: Ending | null = null;
  #endedAt: number | null = null;
  #handed = 0;
  #start: number | null = null;
  #final: number | null = null;
  #rejectWrite: ((reason: Error) => void) | null = null;

  constructor(
    private readonly response: ServerResponse,
    readonly connection: Connection,
    readonly body: BodyPlan,
    private readonly source: OpenBytes,
    private readonly flow: TransferTools & { readonly throttle: Throttle },
  ) {
    connection.hold();
    this.#forgetClose = connection.onClose(() => this.#stop('aborted'));
  }

  /** Null while bytes are being handed over. */
  get ending(): Ending | null {
    return this.#ending;
  }

  /** Unix milliseconds at which the last byte was handed over or the body was stopped; null while it runs. */
  get endedAt(): number | null {
    return this.#endedAt;
  }

  /** Bytes of the body that were handed to the kernel, or to Node where the kernel cannot be asked. */
  get handed(): number {
    return this.#handed;
  }

  /** Bytes of the body that the other side's TCP has acknowledged; where nobody tells, those handed over. */
  acknowledged(): number {
    return this.#final ?? this.#ask();
  }

  #ask(): number {
    const facts = this.connection.facts();
    return facts === null ? this.#handed : this.#within(facts);
  }

  #within({ acknowledged }: TcpFacts): number {
    return this.#start === null ? 0 : Math.max(0, Math.min(acknowledged - this.#start, this.body.length));
  }

  /** True when the number of acknowledged bytes cannot grow any more. */
  get isSettled(): boolean {
    if (this.#ending !== 'sent') return this.#final !== null;
    if (this.#final !== null) return true;
    const facts = this.connection.facts();
    if (facts?.alive !== true) return true;
    const isWhole = this.#within(facts) >= this.body.length;
    if (isWhole) this.release();
    return isWhole;
  }

  /** Hands the body over; resolves when there is nothing left to hand. Never rejects. */
  async run(): Promise<Ending> {
    try {
      this.#throwIfStopped();
      if (!this.#sendOnTheSpot()) {
        for (const piece of this.body.pieces) await this.#sendPiece(piece);
        this.source.check();
      }
      this.response.end();
      this.#end('sent');
    } catch {
      this.#stop(this.connection.socket.destroyed ? 'aborted' : 'broken');
    }
    this.#forgetClose();
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
    if (this.#final !== null) return;
    this.#final = this.#ask();
    this.connection.release();
  }

  /**
   * A short body of a warm file that goes into the socket as a whole, without waiting for anything: true. What does not
   * fit is left to the ordinary way.
   */
  #sendOnTheSpot(): boolean {
    const [piece, ...others] = this.body.pieces;
    const route = this.#directRoute();
    if (piece?.kind !== 'slice' || others.length > 0 || route === null) return false;
    if (!this.source.isWarm || !this.flow.throttle.isOpen || this.body.length > ON_THE_SPOT_BYTES)
      return false;
    route.libc.cork(route.socket, true);
    this.response.flushHeaders();
    const isFree = this.connection.socket.writableLength === 0;
    if (isFree) this.#moveNow(route, piece.start);
    route.libc.cork(route.socket, false);
    return this.#handed === this.body.length;
  }

  #moveNow({ libc, socket, file }: Route, position: number): void {
    this.#start = this.connection.position;
    const moved = libc.sendFile(socket, file, position, this.body.length);
    if (moved > 0) this.#count(moved);
  }

  #stop(ending: Ending): void {
    if (!this.#end(ending)) return;
    const reason = new Error(`The transfer was ${ending}`);
    this.#abort?.abort(reason);
    this.#rejectWrite?.(reason);
    if (ending !== 'aborted') this.connection.socket.resetAndDestroy();
  }

  /** True where it was not over before. */
  #end(ending: Ending): boolean {
    if (this.#ending !== null) return false;
    this.#ending = ending;
    this.#endedAt = Date.now();
    return true;
  }

  async #sendPiece(piece: Piece): Promise<void> {
    if (piece.kind === 'text') return this.#write(Buffer.from(piece.text, 'latin1'));
    const direct = this.#directRoute();
    // Something of a single slice may have gone on the spot.
    const start = this.body.pieces.length === 1 ? piece.start + this.#handed : piece.start;
    return direct === null
      ? this.#sendThroughPool(start, piece.end)
      : this.#sendByKernel(start, piece.end, direct);
  }

  /** A pipelined response waits for its socket: Node has to queue it. */
  #directRoute(): Route | null {
    const { libc } = this.flow;
    const socket = this.connection.descriptor;
    const file = this.source.descriptor;
    if (libc === null || socket === null || file === null || this.response.socket === null) return null;
    return { libc, socket, file };
  }

  async #sendThroughPool(start: number, end: number): Promise<void> {
    for await (const chunk of this.source.chunks(start, end, this.#signal)) {
      for (let at = 0; at < chunk.length;) {
        const allowed = await this.#allowed(chunk.length - at);
        await this.#write(chunk.subarray(at, at + allowed));
        at += allowed;
      }
    }
  }

  async #sendByKernel(start: number, end: number, route: Route): Promise<void> {
    await this.#flushHeaders();
    for (let at = start; at < end;) {
      this.source.check();
      const wanted = await this.#allowed(Math.min(end - at, PIECE_BYTES));
      const moved = await this.#move(route, at, wanted);
      at += moved;
      const rest = wanted - moved;
      // The socket is full. One ordinary write: its callback says when the client has caught up, and no thread waits for it.
      const written = rest > 0 ? await this.#writeFromFile(at, rest) : 0;
      at += written;
      if (written < rest) this.flow.throttle.give(rest - written);
    }
  }

  async #move({ libc, socket, file }: Route, position: number, length: number): Promise<number> {
    const moved =
      this.source.isWarm && length <= ON_THE_SPOT_BYTES
        ? libc.sendFile(socket, file, position, length)
        : await libc.sendFileOnPool(socket, file, position, length);
    if (moved > 0) this.#count(moved);
    this.#throwIfStopped();
    if (moved === 0) throw new SourceChangedError();
    return Math.max(0, moved);
  }

  #count(moved: number): void {
    this.connection.addMoved(moved);
    this.#handed += moved;
  }

  async #writeFromFile(position: number, wanted: number): Promise<number> {
    const { pool } = this.flow;
    const buffer = pool.take();
    let idle = true;
    try {
      const length = await this.source.read(buffer, position, Math.min(wanted, buffer.length));
      if (length === 0) throw new SourceChangedError();
      idle = false;
      await this.#write(buffer.subarray(0, length));
      idle = true;
      return length;
    } finally {
      if (idle) pool.give(buffer);
      else pool.abandon();
    }
  }

  /** Resolves when the kernel took the chunk. */
  async #write(chunk: Buffer): Promise<void> {
    this.#throwIfStopped();
    await new Promise<void>((resolve, reject) => {
      this.#rejectWrite = reject;
      this.response.write(chunk, (error) => (error ? reject(error) : resolve()));
      if (this.response.socket !== null) this.#start ??= this.connection.position - chunk.length;
    });
    this.#rejectWrite = null;
    this.#handed += chunk.length;
    this.#start ??= this.connection.position - chunk.length;
  }

  /** What the kernel sends must come behind everything that Node still has to send. */
  async #flushHeaders(): Promise<void> {
    if (!this.response.headersSent || this.#start === null) this.response.flushHeaders();
    if (this.connection.socket.writableLength > 0) await this.#flushed();
    this.#throwIfStopped();
    this.#start ??= this.connection.position;
  }

  #flushed(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#rejectWrite = reject;
      this.connection.socket.write('', (error) => (error ? reject(error) : resolve()));
    });
  }

  async #allowed(wanted: number): Promise<number> {
    this.#throwIfStopped();
    const { throttle } = this.flow;
    return throttle.isOpen ? wanted : throttle.take(wanted, this.#signal);
  }

  /** Aborts when the body is stopped. */
  get #signal(): AbortSignal {
    this.#throwIfStopped();
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  #throwIfStopped(): void {
    if (this.#ending !== null) throw new Error(`The transfer was ${this.#ending}`);
  }
}

interface Route {
  readonly libc: Libc;
  readonly socket: number;
  readonly file: number;
}
