import type { ServerResponse } from 'node:http';
import type { KernelPipe } from './kernel-pipe.js';
import { AGAIN } from './system-calls.js';
import { descriptorOf, type UpstreamConnection } from './upstream-connection.js';

/** One trip through the pipe. */
const PIECE_BYTES = 512 * 1024;
/** After so much others have their turn. */
const TURN_BYTES = 2 * 1024 * 1024;
/** With less room than this a client is waited for: by an ordinary write of as much. */
const LEAST_ROOM = 16 * 1024;

const ENDED_EARLY = 'The service ended before its answer did';

/** How it ends: with the error, or null where all of it was handed over. */
export type Ended = (error: Error | null) => void;

/**
 * The body of an answer on its way from a service's connection to a client's, by the kernel. It never waits: where the service
 * has nothing yet, the next piece is read by Node, and where the client has no room, the next piece is written by Node, whose
 * callbacks say when to go on.
 */
export class KernelRelay {
  #isStopped = false;

  constructor(
    private readonly pipe: KernelPipe,
    private readonly from: UpstreamConnection,
    private readonly to: ServerResponse,
    private left: number,
    private readonly ended: Ended,
  ) {}

  /** `first` came with the head. What the kernel sends must come behind everything that Node still has to send. */
  start(first: Buffer): void {
    const to = this.#descriptorOfClient;
    if (to !== null) this.pipe.calls.cork(to, true);
    this.to.flushHeaders();
    if (this.to.socket?.writableLength === 0) this.took(first);
    else this.to.socket?.write('', () => this.took(first));
    if (to !== null && this.#descriptorOfClient === to) this.pipe.calls.cork(to, false);
  }

  /** Bytes that Node has read. */
  took(bytes: Buffer): void {
    this.#turn(() => {
      this.#count(bytes.length);
      if (bytes.length > 0) this.pipe.put(bytes);
    });
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Null for one that is gone. */
  get #descriptorOfClient(): number | null {
    return this.to.socket === null ? null : descriptorOf(this.to.socket);
  }

  /** Leaves the pipe empty, whatever happens. */
  #turn(prepare?: () => void): void {
    if (this.#isStopped) return;
    try {
      prepare?.();
      this.#move();
    } catch (error) {
      if (this.pipe.held > 0) this.pipe.drain();
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #move(): void {
    const from = descriptorOf(this.from.socket);
    const to = this.#descriptorOfClient;
    if (from === null || to === null) throw new Error('A connection is gone');
    for (let moved = 0; moved < TURN_BYTES;) {
      const step = this.#step(from, to);
      if (step === null) return;
      moved += step;
    }
    setImmediate(() => this.#turn());
  }

  /** Bytes that went; null where somebody is waited for, or nothing is left. */
  #step(from: number, to: number): number | null {
    const room = (this.pipe.calls.roomOf(to) ?? PIECE_BYTES) - this.pipe.held;
    if (room < LEAST_ROOM && this.left > 0) {
      this.#waitForClient(from);
      return null;
    }
    const taken = this.#fill(from, Math.min(PIECE_BYTES, room));
    const going = this.pipe.held;
    this.pipe.empty(to);
    if (this.pipe.held > 0) this.#writeByNode(this.pipe.drain());
    else if (this.left === 0) this.#end(null);
    else if (taken === AGAIN) this.from.ask();
    else return going;
    return null;
  }

  #fill(from: number, most: number): number {
    if (this.left === 0) return AGAIN;
    const taken = this.pipe.fill(from, Math.min(this.left, most));
    if (taken === 0) throw new Error(ENDED_EARLY);
    if (taken > 0) this.#count(taken);
    return taken;
  }

  /** Something has to be written for Node to tell when the client has caught up. */
  #waitForClient(from: number): void {
    if (this.pipe.held > 0) {
      this.#writeByNode(this.pipe.drain());
      return;
    }
    const bytes = Buffer.allocUnsafe(Math.min(this.left, LEAST_ROOM));
    const taken = this.pipe.calls.read(from, bytes);
    if (taken === 0) throw new Error(ENDED_EARLY);
    if (taken === AGAIN) {
      this.from.ask();
      return;
    }
    this.#count(taken);
    this.#writeByNode(bytes.subarray(0, taken));
  }

  #writeByNode(bytes: Buffer): void {
    this.to.write(bytes, (error) => {
      if (error) this.#end(error);
      else this.#turn();
    });
  }

  #count(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw new Error('The service sends more than it announced');
  }

  #end(error: Error | null): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.ended(error);
  }
}
