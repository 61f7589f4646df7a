import { AGAIN, type SystemCalls } from './system-calls.js';

/** As much as anybody may ask for (pipe(7), `pipe-max-size`). */
const CAPACITY = 1024 * 1024;

/**
 * The pipe that bytes pass from one socket to the next, by reference: the kernel copies none of them. One for the whole
 * process, because nothing stays in it: whoever fills it empties it before anybody else runs.
 */
export class KernelPipe {
  readonly #reading: number;
  readonly #writing: number;
  #held = 0;

  /** Null where the kernel gives none. */
  static open(calls: SystemCalls | null): KernelPipe | null {
    const ends = calls?.pipe(CAPACITY) ?? null;
    return calls === null || ends === null ? null : new KernelPipe(calls, ends.reading, ends.writing);
  }

  private constructor(
    readonly calls: SystemCalls,
    reading: number,
    writing: number,
  ) {
    this.#reading = reading;
    this.#writing = writing;
  }

  /** How many bytes are in it. */
  get held(): number {
    return this.#held;
  }

  /** Bytes taken from a socket; 0 at its end; `AGAIN` where there is nothing yet. */
  fill(socket: number, length: number): number {
    const taken = this.calls.splice(socket, this.#writing, length);
    if (taken > 0) this.#held += taken;
    return taken;
  }

  put(bytes: Buffer): void {
    const taken = this.calls.write(this.#writing, bytes);
    if (taken > 0) this.#held += taken;
    if (taken !== bytes.length) throw new Error('The pipe has no room for what was read');
  }

  /** Hands over what is held, as much of it as the socket takes now. */
  empty(socket: number): void {
    while (this.#held > 0) {
      const given = this.calls.splice(this.#reading, socket, this.#held);
      if (given === AGAIN) return;
      this.#held -= given;
    }
  }

  /** What is held, taken out. */
  drain(): Buffer {
    const rest = Buffer.allocUnsafe(this.#held);
    for (let at = 0; at < rest.length;) {
      const taken = this.calls.read(this.#reading, rest.subarray(at));
      if (taken <= 0) throw new Error('The pipe holds less than was put into it');
      at += taken;
    }
    this.#held = 0;
    return rest;
  }
}
