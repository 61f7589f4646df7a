import { type Dispatcher, errors } from 'undici';
import type { UpstreamAnswer } from '../upstream-answer.js';
import { BegunTransfer } from './begun-transfer.js';
import { Exchange, StaleConnection } from './exchange.js';
import type { KernelPipe } from './kernel-pipe.js';
import { areWritable, isWritablePath, linesOf, writeGet } from './request-head.js';
import { descriptorOf, type UpstreamConnection } from './upstream-connection.js';
import { type ConnectionTimes, UpstreamConnections } from './upstream-connections.js';
import { type Waiting, waitingWith } from './waiting.js';

/** What is asked of the service. */
export interface AskedTransfer {
  /** Visible ASCII, from its first slash. */
  readonly path: string;
  /** Header lines, each with its end. */
  readonly lines: string;
  /** For the head of the answer; 0 is no limit. */
  readonly timeoutMs: number;
}

/**
 * Downloads from one service on connections of our own, so that bodies can be moved by the kernel. It takes plain GETs over plain
 * TCP; everything else is undici's.
 */
export class TransferLane {
  readonly #connections: UpstreamConnections;

  constructor(
    origin: URL,
    times: ConnectionTimes,
    private readonly kernel: KernelPipe,
  ) {
    this.#connections = new UpstreamConnections(origin, times);
  }

  /** Null where it is not for this lane. Rejects as undici does. */
  request(request: Dispatcher.RequestOptions): Promise<UpstreamAnswer> | null {
    const { path, headersTimeout, signal } = request;
    const isBodiless = request.body === null || request.body === undefined;
    if (request.method !== 'GET' || !isBodiless || !isWritablePath(path)) return null;
    const headers = (request.headers ?? {}) as Record<string, string | string[]>;
    if (!areWritable(headers)) return null;
    const asked = { path, lines: linesOf(headers), timeoutMs: headersTimeout ?? 0 };
    return this.begin(asked, waitingWith(signal as AbortSignal)).then((transfer) => transfer.answer(path));
  }

  /**
   * Rejects as undici does. A GET may be sent again where a connection was closed before it answered (RFC 9110, section
   * 9.2.2).
   */
  async begin(asked: AskedTransfer, waiting: Waiting): Promise<BegunTransfer> {
    const sent = writeGet(this.#connections.origin.host, asked);
    for (;;) {
      try {
        return await this.#exchange(this.#connections.take(), sent, asked.timeoutMs, waiting);
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error;
      }
    }
  }

  destroy(): void {
    this.#connections.destroy();
  }

  async #exchange(
    connection: UpstreamConnection,
    sent: string,
    timeoutMs: number,
    waiting: Waiting,
  ): Promise<BegunTransfer> {
    const cut = () => connection.destroy(new errors.RequestAbortedError());
    const tooLate = () => connection.destroy(new errors.HeadersTimeoutError());
    const late = timeoutMs > 0 ? setTimeout(tooLate, timeoutMs) : undefined;
    if (waiting.isGone) cut();
    waiting.onGone(cut);
    try {
      const answer = await Exchange.of(connection, sent);
      const release = () => this.#release(connection, answer.head?.stays ?? false);
      return new BegunTransfer({ connection, answer, release }, this.kernel);
    } finally {
      clearTimeout(late);
      waiting.forget(cut);
    }
  }

  #release(connection: UpstreamConnection, stays: boolean): void {
    if (stays && !this.#saysMore(connection)) this.#connections.give(connection);
    else connection.destroy();
  }

  /** What comes behind an answer before anything was asked would be taken for the next one. */
  #saysMore({ socket }: UpstreamConnection): boolean {
    const descriptor = descriptorOf(socket);
    return descriptor === null || this.kernel.calls.isReadable(descriptor);
  }
}
