import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline, Transform } from 'node:stream';
import { type Fault, Passage } from './fault.ts';

export interface LinkOptions {
  readonly host: string;
  readonly port: number;
  /** Ports of 127.0.0.1 that the replicas listen on. */
  readonly targets: readonly number[];
}

/** One address for all replicas of a service: connections go round, past those that refuse. */
export class Link {
  readonly #options: LinkOptions;
  readonly #server: Server;
  readonly #passage = new Passage();
  readonly #open = new Set<Socket>();
  #turn = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#server = createServer(
      { allowHalfOpen: true, noDelay: true },
      (client) => void this.#accept(client),
    );
  }

  async listen(): Promise<void> {
    this.#server.listen(this.#options.port, this.#options.host);
    await once(this.#server, 'listening');
  }

  get fault(): Fault {
    return this.#passage.fault;
  }

  set fault(fault: Fault) {
    this.#passage.fault = fault;
    if (fault.state === 'cut') for (const socket of this.#open) socket.resetAndDestroy();
  }

  get connections(): number {
    return this.#open.size;
  }

  /** No new connections; resolves when those that there are have ended. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  async #accept(client: Socket): Promise<void> {
    client.on('error', () => undefined);
    this.#open.add(client);
    client.once('close', () => this.#open.delete(client));
    const target = this.fault.state === 'cut' ? null : await this.#connect();
    if (target === null) client.resetAndDestroy();
    else this.#join(client, target);
  }

  /** To the next one, or the one after it; null where all refuse. */
  async #connect(): Promise<Socket | null> {
    const { targets } = this.#options;
    const first = (this.#turn = (this.#turn + 1) % targets.length);
    for (const port of [...targets.slice(first), ...targets.slice(0, first)]) {
      const socket = await connected(port);
      if (socket !== null) return socket;
    }
    return null;
  }

  #join(client: Socket, target: Socket): void {
    pipeline(client, this.#gate(), target, () => this.#part(client, target));
    pipeline(target, this.#gate(), client, () => this.#part(client, target));
  }

  /** A side that broke breaks the other one too; an orderly end of one direction leaves the other. */
  #part(client: Socket, target: Socket): void {
    if (client.errored !== null || client.destroyed) target.destroy();
    if (target.errored !== null || target.destroyed) client.destroy();
  }

  #gate(): Transform {
    const passage = this.#passage;
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        if (passage.isFree) done(null, chunk);
        else void passage.pass().then(() => done(null, chunk));
      },
    });
  }
}

async function connected(port: number): Promise<Socket | null> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  try {
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    return socket;
  } catch {
    socket.destroy();
    return null;
  }
}
