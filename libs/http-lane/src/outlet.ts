import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type WhenWritten = (error?: Error | null) => void;

/** Where one answer goes: its head and its body, on a client's connection. */
export abstract class Outlet {
  abstract readonly socket: Socket;

  /** False while earlier answers still have the connection: then only `write` keeps the order. */
  abstract readonly hasConnection: boolean;

  /** The head, where it is ours to send and nobody has: who takes it sends it. */
  abstract takeHead(): Buffer | null;

  /** Hands the head to Node, where that is still to be done. */
  abstract flushHead(): void;

  /** The head goes first, where it is still to be sent. */
  abstract write(chunk: Buffer, written: WhenWritten): void;

  /** The body was handed over as a whole. */
  abstract end(): void;
}

/** An answer by Node's own HTTP server. */
export class ResponseOutlet extends Outlet {
  #isHeadFlushed = false;

  constructor(private readonly response: ServerResponse) {
    super();
  }

  override get socket(): Socket {
    return this.response.req.socket;
  }

  /** A pipelined response waits for its socket: Node has to queue it. */
  override get hasConnection(): boolean {
    return this.response.socket !== null;
  }

  override takeHead(): null {
    return null;
  }

  override flushHead(): void {
    if (this.#isHeadFlushed) return;
    this.#isHeadFlushed = true;
    this.response.flushHeaders();
  }

  override write(chunk: Buffer, written: WhenWritten): void {
    this.#isHeadFlushed = true;
    this.response.write(chunk, written);
  }

  override end(): void {
    this.response.end();
  }
}
