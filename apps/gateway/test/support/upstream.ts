import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A service behind the gateway: a real HTTP server that remembers what reached it. */
export class Upstream {
  readonly seen: Seen[] = [];
  handler: Handler = echo;
  #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.handler(request, response));
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return this.url;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get last(): Seen {
    const last = this.seen.at(-1);
    if (last === undefined) throw new Error('Nothing reached the service');
    return last;
  }

  /** Back to answering everything with what it got. */
  reset(): void {
    this.seen.length = 0;
    this.handler = (request, response) => this.#echo(request, response);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server = createServer((request, response) => void this.handler(request, response));
  }

  async #echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = await remember(request);
    this.seen.push(seen);
    await echo(request, response, seen);
  }
}

async function remember(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = '', url = '', headers } = request;
  return { method, url, headers, body: Buffer.concat(chunks).toString() };
}

async function echo(request: IncomingMessage, response: ServerResponse, seen?: Seen): Promise<void> {
  const { method, url, body } = seen ?? (await remember(request));
  response.writeHead(200, { 'content-type': 'application/json', 'x-waybill-inner': 'secret' });
  response.end(JSON.stringify({ method, url, body }));
}
