import type { Socket } from 'node:net';
import type { Libc, TcpFacts } from './libc.js';

const connections = new WeakMap<Socket, Connection>();

/**
 * One client's connection across the responses it carries. Holds a duplicate of the socket's descriptor: a socket that
 * closes while a call is on its way would give its number to the next client. The duplicate is closed when the socket
 * is, and no transfer and no call needs it any more.
 */
export class Connection {
  readonly #closeListeners = new Set<() => void>();
  readonly #descriptor: number;
  #holders = 1;
  #movedByKernel = 0;
  #acknowledged = 0;

  static of(socket: Socket, libc: Libc | null): Connection {
    const known = connections.get(socket);
    if (known !== undefined) return known;
    const connection = new Connection(socket, libc);
    connections.set(socket, connection);
    return connection;
  }

  private constructor(
    readonly socket: Socket,
    private readonly libc: Libc | null,
  ) {
    this.#descriptor = libc === null ? -1 : libc.duplicate(plainDescriptor(socket));
    socket.once('close', () => this.#closed());
    if (socket.destroyed) this.#closed();
  }

  /** The duplicate for system calls, or null where bytes must go through Node. Use it between `hold` and `release`. */
  get descriptor(): number | null {
    return this.#descriptor < 0 ? null : this.#descriptor;
  }

  /** Length of our side of the stream so far: everything handed over by either path, whether it left or not. */
  get position(): number {
    return this.socket.bytesWritten + this.#movedByKernel;
  }

  addMoved(bytes: number): void {
    this.#movedByKernel += bytes;
  }

  /** What of our side of the stream was acknowledged when the kernel was last asked: it only grows. */
  get knownAcknowledged(): number {
    return this.#acknowledged;
  }

  /** Null where the kernel cannot be asked. */
  ask(): TcpFacts | null {
    if (this.#descriptor < 0 || this.#holders === 0) return null;
    const facts = this.libc?.tcpFacts(this.#descriptor) ?? null;
    if (facts !== null) this.#acknowledged = facts.acknowledged;
    return facts;
  }

  /** `listener` is called once when the socket closes, at once where it has; gives what takes it away. */
  onClose(listener: () => void): () => void {
    if (this.socket.destroyed) queueMicrotask(listener);
    else this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  hold(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    connections.delete(this.socket);
    if (this.#descriptor >= 0) this.libc?.close(this.#descriptor);
  }

  #closed(): void {
    const listeners = [...this.#closeListeners];
    this.#closeListeners.clear();
    for (const listener of listeners) listener();
    this.release();
  }
}

interface WithHandle {
  readonly _handle?: { readonly fd?: number } | null;
}

/** Node keeps the number to itself; -1 for TLS, where the kernel would send plain text, and for pipes of Windows. */
function plainDescriptor(socket: Socket): number {
  if ('encrypted' in socket) return -1;
  return (socket as unknown as WithHandle)._handle?.fd ?? -1;
}
