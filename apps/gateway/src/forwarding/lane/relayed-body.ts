import { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { ResponseOutlet } from '@waybill/http-lane';
import type { KernelPipe } from './kernel-pipe.js';
import { KernelRelay } from './kernel-relay.js';
import { descriptorOf, type Holder, type UpstreamConnection } from './upstream-connection.js';

export interface BodySource {
  readonly connection: UpstreamConnection;
  /** What came with the head. */
  readonly first: Buffer;
  readonly length: number;
  /** All of it was read, and the connection may have its next exchange. */
  release(): void;
}

/**
 * A body of known length on its service's connection. Piped to a response that has its connection to itself it is moved by the
 * kernel and nothing of it is ever read here; everywhere else it is a stream like any other.
 */
export class RelayedBody extends Readable implements Holder {
  #first: Buffer | null;
  #left: number;
  #relay: KernelRelay | null = null;
  #isReleased = false;

  constructor(
    private readonly source: BodySource,
    private readonly kernel: KernelPipe,
  ) {
    super();
    this.#first = source.first;
    this.#left = source.length;
    source.connection.hold(this);
    if (source.first.length === source.length) this.#release();
  }

  override pipe<T extends NodeJS.WritableStream>(to: T, options?: { end?: boolean }): T {
    if (this.#isReleased || !(to instanceof ServerResponse) || !hasConnection(to))
      return super.pipe(to, options);
    const outlet = new ResponseOutlet(to);
    const { connection, first } = this.source;
    this.#relay = new KernelRelay(this.kernel, connection, outlet, this.#left, (error) =>
      this.#relayed(error, to),
    );
    this.#relay.start(first);
    return to;
  }

  override _read(): void {
    const first = this.#first;
    this.#first = null;
    if (this.#relay !== null) return;
    if (first !== null && (first.length > 0 || this.#left === 0)) this.#pass(first);
    else this.source.connection.ask();
  }

  took(bytes: Buffer): void {
    if (this.#relay !== null) this.#relay.took(bytes);
    else this.#pass(Buffer.from(bytes));
  }

  lost(error: Error): void {
    this.destroy(error);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#relay?.stop();
    if (!this.#isReleased) this.source.connection.destroy();
    done(error);
  }

  #pass(bytes: Buffer): void {
    this.#left -= bytes.length;
    if (this.#left < 0) {
      this.destroy(new Error('The service sends more than it announced'));
      return;
    }
    if (bytes.length > 0) this.push(bytes);
    if (this.#left > 0) return;
    this.#release();
    this.push(null);
  }

  #relayed(error: Error | null, to: ServerResponse): void {
    if (error !== null) {
      this.destroy(error);
      return;
    }
    this.#release();
    this.once('end', () => to.end());
    this.push(null);
    this.resume();
  }

  #release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.source.release();
  }
}

/** A pipelined response has none before those ahead of it are through. */
function hasConnection({ socket }: ServerResponse): boolean {
  return socket !== null && descriptorOf(socket) !== null;
}
