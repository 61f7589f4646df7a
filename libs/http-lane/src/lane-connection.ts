import type { Socket } from 'node:net';

export interface LaneRules<Request> {
  /** Null where it is nothing for the lane. */
  read(chunk: Buffer): Request | null;
  /** Answers, and calls `answered` when the body was handed over; false, and nothing was done, where it cannot at once. */
  serve(request: Request, socket: Socket, answered: () => void): boolean;
  /** The same, waiting for what is not remembered. Never rejects. */
  serveLater(request: Request, socket: Socket, answered: () => void): Promise<boolean>;
  /** Gives the connection with what was read of it to Node's HTTP server, for good. */
  handOver(socket: Socket, read: Buffer): void;
}

/**
 * A connection before Node's HTTP server has it. One plain request at a time is answered; the first thing that is
 * anything else, or comes before its turn, sends the connection there.
 */
export class LaneConnection<Request> {
  #isBusy = false;
  #hasEnded = false;
  #wasUsed = false;
  #early: Buffer | null = null;
  /** `performance.now()` of the last sign of life, to close those that idle. */
  since = performance.now();

  constructor(
    readonly socket: Socket,
    private readonly rules: LaneRules<Request>,
    private readonly gone: () => void,
  ) {
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
  }

  get isIdle(): boolean {
    return !this.#isBusy;
  }

  /** False while its first answer is still to come. */
  get wasUsed(): boolean {
    return this.#wasUsed;
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.#isBusy) {
      this.#early = this.#early === null ? chunk : Buffer.concat([this.#early, chunk]);
      this.socket.pause();
      return;
    }
    const request = this.rules.read(chunk);
    if (request === null) this.#leave(chunk);
    else this.#serve(request, chunk);
  };

  #serve(request: Request, read: Buffer): void {
    this.#isBusy = true;
    if (!this.rules.serve(request, this.socket, this.#onAnswered)) void this.#serveLater(request, read);
  }

  async #serveLater(request: Request, read: Buffer): Promise<void> {
    const isServed = await this.rules.serveLater(request, this.socket, this.#onAnswered);
    if (!isServed && !this.socket.destroyed) this.#leave(read);
  }

  readonly #onAnswered = (): void => {
    this.#isBusy = false;
    this.#wasUsed = true;
    this.since = performance.now();
    if (this.#early !== null) this.#leave(null);
    else if (this.#hasEnded) this.socket.end();
  };

  /** The client sends no more requests; what it asked for it still gets. */
  readonly #onEnd = (): void => {
    this.#hasEnded = true;
    if (!this.#isBusy) this.socket.end();
  };

  /** Its `close` follows, and tells whoever sends. */
  readonly #onError = (): void => undefined;

  readonly #onClose = (): void => this.gone();

  /** With what is still to be answered: a request that was read, and what came behind one. */
  #leave(read: Buffer | null): void {
    const { socket } = this;
    const rest = [read, this.#early].filter((chunk) => chunk !== null);
    socket.off('data', this.#onData).off('end', this.#onEnd);
    socket.off('error', this.#onError).off('close', this.#onClose);
    this.gone();
    this.rules.handOver(socket, Buffer.concat(rest));
    if (this.#early !== null) socket.resume();
    if (this.#hasEnded) socket.emit('end');
  }
}
