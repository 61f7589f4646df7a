import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: object | null;
}

/** problem+json, and what a batch's items carry. */
export function refused(status: number, kind: string, code: string, details: object = {}): Answer {
  return { status, body: { type: 'about:blank', status, detail: code, message: code, kind, code, details } };
}

/** A real HTTP server that answers with JSON and remembers what it was asked. */
export abstract class JsonServer {
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));
  readonly asked: { method: string; path: string; body: unknown }[] = [];
  /** Set, it answers nothing at all. */
  hangs = false;
  /** How long it thinks about each answer. */
  takesMs = 0;

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  protected abstract answer(method: string, path: string, body: unknown): Answer;

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const sent = await text(request);
    const body: unknown = sent === '' ? null : JSON.parse(sent);
    this.asked.push({ method, path: url, body });
    if (this.hangs) return;
    await delay(this.takesMs);
    if (request.headers['x-waybill-caller'] === undefined) {
      write(response, { status: 401, body: {} });
      return;
    }
    write(response, this.answer(method, url, body));
  }
}

function write(response: ServerResponse, { status, body }: Answer): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type }).end(body === null ? '' : JSON.stringify(body));
}
