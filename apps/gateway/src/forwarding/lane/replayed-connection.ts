import { type IncomingMessage, request as httpRequest } from 'node:http';
import { Duplex } from 'node:stream';
import { errors } from 'undici';
import type { Holder, UpstreamConnection } from './upstream-connection.js';

/** A connection on which an answer has begun, as Node's HTTP client wants to see it: from its first byte. */
class ReplayedConnection extends Duplex implements Holder {
  constructor(
    private readonly connection: UpstreamConnection,
    private first: Buffer | null,
  ) {
    super();
    connection.hold(this);
  }

  override _read(): void {
    const { first } = this;
    this.first = null;
    if (first === null) this.connection.ask();
    else this.push(first);
  }

  /** The request was sent already. */
  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    done();
  }

  took(bytes: Buffer): void {
    this.push(Buffer.from(bytes));
  }

  /** An answer may last until the connection is closed, but not until it breaks. */
  lost(error: Error): void {
    if (error instanceof errors.SocketError) this.push(null);
    else this.destroy(error);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.connection.destroy();
    done(error);
  }
}

/** Reads an answer that came in any other form (in chunks, until the end, after a 1xx) with Node's parser. The connection ends with it. */
export function readWithParser(
  connection: UpstreamConnection,
  read: Buffer,
  path: string,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const replayed = new ReplayedConnection(connection, read);
    httpRequest({ method: 'GET', path, createConnection: () => replayed })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
}
