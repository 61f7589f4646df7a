import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as askServer,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What it does to the answer of a GET of an object. */
export interface Lie {
  /** Other headers than the server's. */
  readonly headers?: (headers: IncomingHttpHeaders) => IncomingHttpHeaders;
  /** After so many bytes of the body … */
  readonly after?: number;
  /** … it resets the connection, ends it, says no more, or sends other bytes for those that are left out. */
  readonly then?: 'reset' | 'end' | 'silence' | 'surplus';
}

/** Stands between an element and an S3 server, and passes everything on as it is until it is told to lie. */
export class LyingServer {
  lie: Lie | null = null;
  readonly #server: Server;

  private constructor(private readonly behind: URL) {
    this.#server = createServer((request, response) => this.#pass(request, response));
  }

  static async before(endpoint: string): Promise<LyingServer> {
    const lying = new LyingServer(new URL(endpoint));
    lying.#server.listen(0, '127.0.0.1');
    await once(lying.#server, 'listening');
    return lying;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** The host stays the one that was signed. */
  #pass(request: IncomingMessage, response: ServerResponse): void {
    const { hostname, port } = this.behind;
    const { method, url: path, headers } = request;
    const asked = askServer({ hostname, port, method, path, headers }, (answer) => {
      const lie = method === 'GET' ? this.lie : null;
      response.writeHead(answer.statusCode ?? 502, lie?.headers?.(answer.headers) ?? answer.headers);
      if (lie?.after === undefined) answer.pipe(response);
      else cutAfter(answer, response, lie.after, lie.then ?? 'end');
    });
    asked.on('error', () => response.destroy());
    response.on('close', () => asked.destroy());
    request.pipe(asked);
  }
}

function cutAfter(
  answer: IncomingMessage,
  response: ServerResponse,
  after: number,
  then: NonNullable<Lie['then']>,
) {
  let left = after;
  answer.on('data', (chunk: Buffer) => {
    const passed = chunk.subarray(0, left);
    left -= passed.length;
    if (passed.length > 0) response.write(passed);
    if (left > 0) return;
    answer.removeAllListeners('data').resume();
    response.write('', () => finish(response, then));
  });
}

function finish(response: ServerResponse, then: NonNullable<Lie['then']>): void {
  if (then === 'reset') response.socket?.resetAndDestroy();
  if (then === 'end') response.socket?.end();
  if (then === 'surplus') response.end(Buffer.alloc(1024 * 1024, 'x'));
}
