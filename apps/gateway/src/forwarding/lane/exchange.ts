import { errors } from 'undici';
import { type AnswerHead, readAnswerHead } from './answer-head.js';
import type { Holder, UpstreamConnection } from './upstream-connection.js';

const HEAD_END = Buffer.from('\r\n\r\n');
const LONGEST_HEAD = 16 * 1024;

/** A service's answer up to its body, as far as it was read. */
export interface BegunAnswer {
  /** Null where only a whole parser understands it. */
  readonly head: AnswerHead | null;
  /** Behind the head; everything that was read where there is none. */
  readonly rest: Buffer;
}

/** The other side closed an idle connection just when it was to be used again: nothing was done, nothing was answered. */
export class StaleConnection extends Error {}

/** One request on a connection, until its answer begins. Rejects with what undici would have said. */
export class Exchange implements Holder {
  readonly #answer = Promise.withResolvers<BegunAnswer>();
  #read: Buffer | null = null;

  static of(connection: UpstreamConnection, request: string): Promise<BegunAnswer> {
    const exchange = new Exchange(connection);
    connection.hold(exchange);
    connection.socket.write(request, 'latin1');
    connection.ask();
    return exchange.#answer.promise;
  }

  private constructor(private readonly connection: UpstreamConnection) {}

  took(bytes: Buffer): void {
    const read = this.#read === null ? bytes : Buffer.concat([this.#read, bytes]);
    const end = read.indexOf(HEAD_END);
    if (end >= 0) this.#begin(read, end + HEAD_END.length);
    else if (read.length > LONGEST_HEAD) this.connection.destroy(new errors.HeadersOverflowError());
    else {
      this.#read = Buffer.from(read);
      this.connection.ask();
    }
  }

  lost(error: Error): void {
    const isStale = this.connection.wasUsed && this.#read === null && !isOurs(error);
    this.#answer.reject(isStale ? new StaleConnection(error.message, { cause: error }) : error);
  }

  #begin(read: Buffer, bodyAt: number): void {
    const head = readAnswerHead(read.toString('latin1', 0, bodyAt));
    this.#answer.resolve({ head, rest: Buffer.from(head === null ? read : read.subarray(bodyAt)) });
  }
}

/** What ended a connection was the other side, unless we gave a reason of our own: late, too long, nobody waits any more. */
function isOurs(error: Error): boolean {
  return error instanceof errors.UndiciError && !(error instanceof errors.SocketError);
}
