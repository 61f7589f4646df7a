import type { IncomingMessage } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import type { UpstreamAnswer } from '../upstream-answer.js';
import { Exchange, StaleConnection } from './exchange.js';
import type { KernelPipe } from './kernel-pipe.js';
import { RelayedBody } from './relayed-body.js';
import { readWithParser } from './replayed-connection.js';
import { writeGet } from './request-head.js';
import { descriptorOf, type UpstreamConnection } from './upstream-connection.js';
import { type ConnectionTimes, UpstreamConnections } from './upstream-connections.js';

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
    const isBodiless = request.body === null || request.body === undefined;
    if (request.method !== 'GET' || !isBodiless) return null;
    const head = writeGet(this.#connections.origin.host, request);
    return head === null ? null : this.#request(head, request);
  }

  destroy(): void {
    this.#connections.destroy();
  }

  /** A GET may be sent again where a connection was closed before it answered (RFC 9110, section 9.2.2). */
  async #request(head: string, request: Dispatcher.RequestOptions): Promise<UpstreamAnswer> {
    for (;;) {
      try {
        return await this.#exchange(this.#connections.take(), head, request);
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error;
      }
    }
  }

  async #exchange(
    connection: UpstreamConnection,
    sent: string,
    { path, headersTimeout, signal }: Dispatcher.RequestOptions,
  ): Promise<UpstreamAnswer> {
    const cut = () => connection.destroy(new errors.RequestAbortedError());
    const tooLate = () => connection.destroy(new errors.HeadersTimeoutError());
    const late = setTimeout(tooLate, headersTimeout ?? 0);
    const aborted = signal as AbortSignal;
    if (aborted.aborted) cut();
    aborted.addEventListener('abort', cut);
    try {
      const { head, rest } = await Exchange.of(connection, sent);
      if (head === null) return answerOf(await readWithParser(connection, rest, path));
      const release = () => this.#release(connection, head.stays);
      const body = new RelayedBody({ connection, first: rest, length: head.length, release }, this.kernel);
      return { statusCode: head.status, headers: head.headers, body };
    } finally {
      clearTimeout(late);
      aborted.removeEventListener('abort', cut);
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

function answerOf(message: IncomingMessage): UpstreamAnswer {
  return { statusCode: message.statusCode ?? 0, headers: message.headers, body: message };
}
