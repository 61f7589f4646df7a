import { connect, type Socket } from 'node:net';
import { errors } from 'undici';

/** Who has a connection: gets what is read, a piece for each time it asked, and learns that nothing more comes. */
export interface Holder {
  took(bytes: Buffer): void;
  lost(error: Error): void;
}

/** Small, because it only finds out that something came: the most of a body never gets here. */
const PIECE_BYTES = 2 * 1024;
/** For all connections: a piece is used or copied before the next one is read. */
const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);

interface WithHandle {
  readonly _handle?: { readonly fd?: number } | null;
}

/** Of a socket that is plain and open; Node keeps the number to itself. Good until the next turn of the event loop. */
export function descriptorOf(socket: Socket): number | null {
  if ('encrypted' in socket || socket.destroyed) return null;
  const descriptor = (socket as unknown as WithHandle)._handle?.fd ?? -1;
  return descriptor < 0 ? null : descriptor;
}

/** One connection to a service. It reads when it is asked to, and while nobody has it: then whatever comes ends it. */
export class UpstreamConnection {
  readonly socket: Socket;
  #holder: Holder | null = null;
  #isAsked = false;
  #uses = 0;
  #error: Error | null = null;
  /** `performance.now()` since when nobody has it. */
  idleSince = 0;

  constructor(origin: URL, connectTimeoutMs: number, closed: (connection: UpstreamConnection) => void) {
    const onread = { buffer: piece, callback: (count: number) => this.#onRead(count) };
    const host = origin.hostname.replace(/^\[|\]$/g, '');
    this.socket = connect({ host, port: Number(origin.port || 80), noDelay: true, onread });
    const late = setTimeout(() => this.destroy(new errors.ConnectTimeoutError()), connectTimeoutMs);
    this.socket
      .once('connect', () => clearTimeout(late))
      .once('end', () => this.destroy())
      .once('error', (error) => (this.#error ??= error))
      .once('close', () => {
        clearTimeout(late);
        closed(this);
        this.#holder?.lost(this.#reason);
      })
      .resume();
  }

  /** Whether an earlier exchange was had on it: then it may be closed from the other side at any moment. */
  get wasUsed(): boolean {
    return this.#uses > 1;
  }

  hold(holder: Holder): void {
    if (this.#holder === null) this.#uses += 1;
    this.#holder = holder;
    if (this.socket.closed) queueMicrotask(() => holder.lost(this.#reason));
  }

  /** The holder gets the next piece. */
  ask(): void {
    this.#isAsked = true;
    this.socket.resume();
  }

  /** Nobody has it any more. */
  rest(): void {
    this.#holder = null;
    this.idleSince = performance.now();
    this.socket.resume();
  }

  destroy(error?: Error): void {
    this.socket.destroy(error);
  }

  get #reason(): Error {
    return this.#error ?? new errors.SocketError('The service closed the connection');
  }

  get #goesOn(): boolean {
    return this.#isAsked || this.#holder === null;
  }

  /** False stops reading. */
  #onRead(count: number): boolean {
    const wanted = this.#isAsked && this.#holder !== null;
    this.#isAsked = false;
    if (wanted) this.#holder?.took(piece.subarray(0, count));
    else this.destroy(new errors.SocketError('The service sent what nobody asked for'));
    return this.#goesOn;
  }
}
