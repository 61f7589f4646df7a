import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Answers one request: whatever it writes goes out as it is. `url` is the request's target. */
export type RawAnswer = (socket: Socket, url: string) => unknown;

/** A service that knows no HTTP and so may say anything: each head that arrives is given to `answer`. */
export class RawService {
  answer: RawAnswer = (socket) => socket.destroy();
  readonly heads: string[] = [];
  readonly sockets = new Set<Socket>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((socket) => this.#accept(socket));
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many connections were made so far. */
  made = 0;

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(socket: Socket): void {
    this.made += 1;
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    let read = '';
    socket.on('data', (chunk) => {
      read += chunk.toString('latin1');
      for (let end = read.indexOf('\r\n\r\n'); end >= 0; end = read.indexOf('\r\n\r\n')) {
        const head = read.slice(0, end);
        read = read.slice(end + 4);
        this.heads.push(head);
        this.answer(socket, head.split(' ')[1] ?? '');
      }
    });
  }
}

/** A head with its lines as given. */
export const head = (status: string, ...lines: string[]) =>
  `HTTP/1.1 ${status}\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
