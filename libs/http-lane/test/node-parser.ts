import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface ReadRequest {
  readonly method: string;
  readonly target: string;
  /** Name in lower case and value, in their order. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly stays: boolean;
}

const LAST = 'GET /last HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n';

/** Node's own server, asked what it reads: the judge of ours. */
export class NodeParser {
  #read: ReadRequest[] = [];
  readonly #server: Server;

  static async start(): Promise<NodeParser> {
    const parser = new NodeParser();
    parser.#server.listen(0, '127.0.0.1');
    await once(parser.#server, 'listening');
    return parser;
  }

  private constructor() {
    this.#server = createServer(({ method = '', url: target = '', rawHeaders }, response) => {
      const fields = pairsOf(rawHeaders);
      this.#read.push({ method, target, fields, stays: response.shouldKeepAlive });
      response.end();
    });
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  /** What it reads before a last request of our own, which it has to reach; null where it refuses any of it. */
  async read(bytes: Buffer): Promise<readonly ReadRequest[] | null> {
    this.#read = [];
    const { port } = this.#server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.write(Buffer.concat([bytes, Buffer.from(LAST)]));
    await once(socket, 'close');
    return this.#read.pop()?.target === '/last' ? this.#read : null;
  }

  async stop(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function pairsOf(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1] ?? '']] : []));
}
