import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { LaneConnection } from './lane-connection.js';
import type { PlainAnswer } from './plain-answer.js';

/** As `LaneRules` has them. */
export interface PlainService<Request> {
  read(chunk: Buffer): Request | null;
  serve(request: Request, answer: PlainAnswer): boolean;
  serveLater(request: Request, answer: PlainAnswer): Promise<boolean>;
}

const SWEEP_MS = 1_000;
/** Whoever has just connected is about to ask: a server that goes down answers that. */
const NEW_MS = 500;

/** Stands before Node's HTTP server: takes its connections first, keeps its times, and goes down with it. */
export class LaneServer<Request> {
  readonly #connections = new Set<LaneConnection<Request>>();
  readonly #ordinary: ((socket: Socket) => void)[];
  readonly #keepAlive: string;
  #date = { at: 0, rest: '' };

  constructor(
    private readonly server: Server,
    private readonly service: PlainService<Request>,
  ) {
    this.#keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(server.keepAliveTimeout / 1000)}\r\n`;
    this.#ordinary = server.listeners('connection') as ((socket: Socket) => void)[];
    server.removeAllListeners('connection');
    server.on('connection', (socket) => this.#accept(socket));
    this.#goDownWith(server);
  }

  #accept(socket: Socket): void {
    const connection = new LaneConnection<Request>(
      socket,
      {
        read: (chunk) => this.service.read(chunk),
        serve: (request, from, answered) =>
          this.server.listening && this.service.serve(request, this.#answer(from, answered)),
        serveLater: async (request, from, answered) =>
          this.server.listening && this.service.serveLater(request, this.#answer(from, answered)),
        handOver: (from, read) => this.#handOver(from, read),
      },
      () => this.#connections.delete(connection),
    );
    this.#connections.add(connection);
  }

  #answer(socket: Socket, answered: () => void): PlainAnswer {
    return { socket, rest: this.#rest(), answered };
  }

  #handOver(socket: Socket, read: Buffer): void {
    for (const listener of this.#ordinary) listener.call(this.server, socket);
    socket.emit('data', read);
  }

  /** What Node adds to a head: made once a second. */
  #rest(): string {
    const second = Math.floor(Date.now() / 1000);
    if (this.#date.at !== second)
      this.#date = {
        at: second,
        rest: `Date: ${new Date(second * 1000).toUTCString()}\r\n${this.#keepAlive}`,
      };
    return this.#date.rest;
  }

  #goDownWith(server: Server): void {
    const closeIdle = server.closeIdleConnections.bind(server);
    const closeAll = server.closeAllConnections.bind(server);
    server.closeIdleConnections = () => {
      closeIdle();
      this.#closeIdle(0, NEW_MS);
    };
    server.closeAllConnections = () => {
      closeAll();
      this.#close(() => true);
    };
    const sweeper = setInterval(() => this.#sweep(), SWEEP_MS).unref();
    server.once('close', () => clearInterval(sweeper));
  }

  /** As Node does with connections that say nothing between two requests, or none at all. */
  #sweep(): void {
    const { listening, keepAliveTimeout, headersTimeout } = this.server;
    if (listening) this.#closeIdle(keepAliveTimeout, headersTimeout);
    else this.server.closeIdleConnections();
  }

  /** Those that have been idle that long since their last answer, or new ones since they came. */
  #closeIdle(usedMs: number, newMs: number): void {
    const now = performance.now();
    this.#close(({ isIdle, wasUsed, since }) => isIdle && now - since >= (wasUsed ? usedMs : newMs));
  }

  #close(which: (connection: LaneConnection<Request>) => boolean): void {
    for (const connection of this.#connections) if (which(connection)) connection.socket.destroy();
  }
}
