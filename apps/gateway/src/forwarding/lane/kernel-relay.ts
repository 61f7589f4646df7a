import type { Outlet } from '@waybill/http-lane';
import type { KernelPipe } from './kernel-pipe.js';
import { AGAIN } from './system-calls.js';
import { descriptorOf, type Holder, type UpstreamConnection } from './upstream-connection.js';

/** One trip through the pipe. */
const PIECE_BYTES = 512 * 1024;
/** After so much others have their turn. */
const TURN_BYTES = 2 * 1024 * 1024;
/** With less room than this a client is waited for: by an ordinary write of as much. */
const LEAST_ROOM = 16 * 1024;

/**
 * What the service sent and the client has not got is counted as delivered, for our side acknowledged it. Of a body longer than
 * this so much may wait at either end; a shorter one is not worth the calls.
 */
const LONG_BYTES = 1024 * 1024;
const WAITING_BYTES = 256 * 1024;

const GONE = 'A connection is gone';
const ENDED_EARLY = 'The service ended before its answer did';

/** How it ends: with the error, or null where all of it was handed over. */
export type Ended = (error: Error | null) => void;

/**
 * The body of an answer on its way from a service's connection to a client's, by the kernel. It never waits: where the service
 * has nothing yet, the next piece is read by Node, and where the client has no room, the next piece is written by Node, whose
 * callbacks say when to go on.
 */
export class KernelRelay implements Holder {
  #isStopped = false;
  /** Whether the kernel keeps a head back until the first bytes come. */
  #isHeadHeld = false;

  constructor(
    private readonly pipe: KernelPipe,
    private readonly from: UpstreamConnection,
    private readonly to: Outlet,
    private left: number,
    private readonly ended: Ended,
  ) {}

  /** `first` came with the head. What the kernel sends must come behind everything that Node still has to send. */
  start(first: Buffer): void {
    const to = descriptorOf(this.to.socket);
    if (to !== null && this.left > LONG_BYTES) this.#limitWaiting(to);
    const head = to === null ? null : this.to.takeHead();
    if (to === null) this.#end(new Error(GONE));
    else if (head === null) this.#startByNode(first, to);
    else this.#turn(() => this.#send(head, first, to));
  }

  /** Bytes that Node has read. */
  took(bytes: Buffer): void {
    this.#turn(() => {
      this.#count(bytes.length);
      if (bytes.length > 0) this.pipe.put(bytes);
      return true;
    });
  }

  lost(error: Error): void {
    this.#end(error);
  }

  stop(): void {
    this.#isStopped = true;
  }

  #limitWaiting(to: number): void {
    const from = descriptorOf(this.from.socket);
    if (from !== null) this.pipe.calls.limitUnread(from, WAITING_BYTES);
    this.pipe.calls.limitUnsent(to, WAITING_BYTES);
  }

  #startByNode(first: Buffer, to: number): void {
    this.pipe.calls.cork(to, true);
    this.to.flushHead();
    if (this.to.socket.writableLength === 0) this.took(first);
    else this.to.socket.write('', () => this.took(first));
    if (descriptorOf(this.to.socket) === to) this.pipe.calls.cork(to, false);
  }

  /** Head and first bytes by one call; true where the kernel took them all, or else Node tells when to go on. */
  #send(head: Buffer, first: Buffer, to: number): boolean {
    this.#count(first.length);
    const bytes = first.length === 0 ? head : Buffer.concat([head, first]);
    const { calls } = this.pipe;
    this.#isHeadHeld = this.left > 0;
    const sent = Math.max(0, this.#isHeadHeld ? calls.sendMore(to, bytes) : calls.send(to, bytes));
    if (sent === bytes.length) return true;
    this.#writeByNode(bytes.subarray(sent));
    return false;
  }

  /** Leaves the pipe empty, whatever happens. */
  #turn(prepare?: () => boolean): void {
    if (this.#isStopped) return;
    try {
      if (prepare?.() ?? true) this.#move();
    } catch (error) {
      if (this.pipe.held > 0) this.pipe.drain();
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #move(): void {
    const from = descriptorOf(this.from.socket);
    const to = descriptorOf(this.to.socket);
    if (from === null || to === null) throw new Error(GONE);
    for (let moved = 0; moved < TURN_BYTES;) {
      const step = this.#step(from, to);
      if (step === null) return;
      moved += step;
    }
    setImmediate(() => this.#turn());
  }

  /** Bytes that went; null where somebody is waited for, or nothing is left. */
  #step(from: number, to: number): number | null {
    if (this.left === 0 && this.pipe.held === 0) {
      this.#end(null);
      return null;
    }
    const room = (this.pipe.calls.roomOf(to) ?? PIECE_BYTES) - this.pipe.held;
    if (room < LEAST_ROOM && this.left > 0) {
      this.#waitForClient(from, to);
      return null;
    }
    const taken = this.#fill(from, Math.min(PIECE_BYTES, room));
    const going = this.pipe.held;
    this.pipe.empty(to);
    if (going > 0) this.#isHeadHeld = false;
    if (this.pipe.held > 0) this.#writeByNode(this.pipe.drain());
    else if (this.left === 0) this.#end(null);
    else if (taken === AGAIN) this.#waitForService(to);
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

  /** The client does not wait for its head meanwhile. */
  #waitForService(to: number): void {
    if (this.#isHeadHeld) this.pipe.calls.cork(to, false);
    this.#isHeadHeld = false;
    this.from.ask();
  }

  /** Something has to be written for Node to tell when the client has caught up. */
  #waitForClient(from: number, to: number): void {
    if (this.pipe.held > 0) {
      this.#writeByNode(this.pipe.drain());
      return;
    }
    const bytes = Buffer.allocUnsafe(Math.min(this.left, LEAST_ROOM));
    const taken = this.pipe.calls.read(from, bytes);
    if (taken === 0) throw new Error(ENDED_EARLY);
    if (taken === AGAIN) {
      this.#waitForService(to);
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
