import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from '@waybill/testing';

export interface RawAnswer {
  readonly head: string;
  readonly body: Buffer;
}

/** A client that does on the socket what no decent one would. */
export class RawClient {
  #bytes = Buffer.alloc(0);
  #chunks: Buffer[] = [];
  received = 0;
  /** The error's code, or `end`, once the other side is done with us. */
  gone: string | null = null;

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.received += chunk.length;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (this.gone ??= error.code ?? 'error'));
    socket.on('end', () => (this.gone ??= 'end'));
    socket.on('close', () => (this.gone ??= 'close'));
  }

  static async open(url: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  get(path: string, headers: Record<string, string> = {}): void {
    this.ask(
      'GET',
      path,
      Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    );
  }

  /** Header lines as they are, so that one may come twice or be none. */
  ask(method: string, path: string, lines: readonly string[], version = 'HTTP/1.1'): void {
    const head = [`${method} ${path} ${version}`, 'Host: test', ...lines].join('\r\n');
    this.socket.write(`${head}\r\n\r\n`, 'latin1');
  }

  /** The next whole answer, by its Content-Length; an answer to HEAD has no body, whatever that says. */
  async answer(timeoutMs = 20_000, method = 'GET'): Promise<RawAnswer> {
    const head = await eventually(() => this.#takeHead(), { timeoutMs, everyMs: 1 });
    const length = method === 'HEAD' ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const body = await eventually(() => this.#take(length), { timeoutMs, everyMs: 1 });
    return { head, body };
  }

  /** Waits until so many bytes came, then takes no more. */
  async stopAfter(bytes: number): Promise<void> {
    await eventually(
      () => {
        if (this.received < bytes) throw new Error(`${this.received} of ${bytes} bytes`);
      },
      { everyMs: 1 },
    );
    this.socket.pause();
  }

  async untilGone(timeoutMs = 10_000): Promise<string> {
    this.socket.resume();
    return eventually(
      () => {
        if (this.gone === null) throw new Error('The connection is still there');
        return this.gone;
      },
      { timeoutMs, everyMs: 5 },
    );
  }

  #gather(): Buffer {
    if (this.#chunks.length > 0) {
      this.#bytes = Buffer.concat([this.#bytes, ...this.#chunks]);
      this.#chunks = [];
    }
    return this.#bytes;
  }

  #takeHead(): string {
    const end = this.#gather().indexOf('\r\n\r\n');
    if (end < 0) throw new Error('No head yet');
    const head = this.#bytes.subarray(0, end).toString('latin1');
    this.#bytes = this.#bytes.subarray(end + 4);
    return head;
  }

  #take(length: number): Buffer {
    const waiting = this.#bytes.length + this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (waiting < length) throw new Error(`${waiting} of ${length} bytes`);
    const body = Buffer.from(this.#gather().subarray(0, length));
    this.#bytes = this.#bytes.subarray(length);
    return body;
  }
}
