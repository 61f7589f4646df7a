import type { Socket } from 'node:net';
import { type PlainGet, readPlainGet } from './plain-get.js';

export interface LaneRules {
  /** Answers, and calls `answered` when the body was handed over; false, and nothing was done, where it cannot at once. */
  serve(request: PlainGet, socket: Socket, answered: () => void): boolean;
  /** Gives the connection with what was read of it to Node's HTTP server, for good. */
  handOver(socket: Socket, read: Buffer | null): void;
}

/**
 * A connection before Node's HTTP server has it. One plain request at a time is answered; the first thing that is
 * anything else, or comes before its turn, sends the connection there.
 */
export class LaneConnection {
  #isBusy = false;
  #hasEnded = false;
  #early: Buffer | null = null;
  /** `performance.now()` of the last sign of life, to close those that idle. */
  since = performance.now();

  constructor(
    readonly socket: Socket,
    private readonly rules: LaneRules,
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

  readonly #onData = (chunk: Buffer): void => {
    if (this.#isBusy) {
      this.#early = this.#early === null ? chunk : Buffer.concat([this.#early, chunk]);
      this.socket.pause();
      return;
    }
    const request = readPlainGet(chunk);
    if (request === null || !this.#serve(request)) this.#leave(chunk);
  };

  #serve(request: PlainGet): boolean {
    this.#isBusy = true;
    if (this.rules.serve(request, this.socket, this.#onAnswered)) return true;
    this.#isBusy = false;
    return false;
  }

  readonly #onAnswered = (): void => {
    this.#isBusy = false;
    this.since = performance.now();
    if (this.#early !== null) this.#leave(this.#early);
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

  #leave(read: Buffer): void {
    const { socket } = this;
    socket.off('data', this.#onData).off('end', this.#onEnd);
    socket.off('error', this.#onError).off('close', this.#onClose);
    this.gone();
    this.rules.handOver(socket, read);
    if (this.#early !== null) socket.resume();
    if (this.#hasEnded) socket.emit('end');
  }
}
