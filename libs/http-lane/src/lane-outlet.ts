import type { Socket } from 'node:net';
import { Outlet, type WhenWritten } from './outlet.js';

/** An answer on a connection that Node's HTTP server has not got. */
export class LaneOutlet extends Outlet {
  readonly hasConnection = true;
  #head: Buffer | null;

  constructor(
    override readonly socket: Socket,
    head: string,
    private readonly whole: () => void,
  ) {
    super();
    this.#head = Buffer.from(head, 'latin1');
  }

  override takeHead(): Buffer | null {
    // Something of an earlier answer may still wait in Node.
    return this.socket.writableLength === 0 ? this.#take() : null;
  }

  override flushHead(): void {
    const head = this.#take();
    if (head !== null) this.socket.write(head);
  }

  override write(chunk: Buffer, written: WhenWritten): void {
    this.socket.cork();
    this.flushHead();
    this.socket.write(chunk, written);
    this.socket.uncork();
  }

  override end(): void {
    this.whole();
  }

  #take(): Buffer | null {
    const head = this.#head;
    this.#head = null;
    return head;
  }
}
