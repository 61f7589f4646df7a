import type { Connection } from './connection.js';

/** The stretch of a connection's stream that one body takes: how much of it was handed over, and how much arrived. */
export class Stretch {
  #start: number | null = null;
  #handed = 0;
  #final: number | null = null;

  constructor(
    readonly connection: Connection,
    readonly length: number,
  ) {
    connection.hold();
  }

  get hasBegun(): boolean {
    return this.#start !== null;
  }

  /** Bytes that were handed to the kernel, or to Node where the kernel cannot be asked. */
  get handed(): number {
    return this.#handed;
  }

  /** The first byte is the one at `position` of the stream. */
  begin(position: number = this.connection.position): void {
    this.#start ??= position;
  }

  add(bytes: number): void {
    this.#handed += bytes;
  }

  /** Bytes that the other side's TCP has acknowledged; where nobody tells, those handed over. */
  acknowledged(): number {
    return this.#final ?? this.#ask();
  }

  get isFinal(): boolean {
    return this.#final !== null;
  }

  /** True when all of it arrived, or nothing more can: asked of the kernel only where it is not known already. */
  get isSettled(): boolean {
    if (this.#final !== null) return true;
    const isGone = !this.#isWhole() && this.connection.ask()?.alive !== true;
    if (!this.#isWhole()) return isGone;
    this.#finish(this.length);
    return true;
  }

  /** Ends the hold on the connection: the figures are final. */
  release(): void {
    if (this.#final === null) this.#finish(this.#ask());
  }

  #isWhole(): boolean {
    return this.#start !== null && this.connection.knownAcknowledged >= this.#start + this.length;
  }

  #finish(bytes: number): void {
    this.#final = bytes;
    this.connection.release();
  }

  #ask(): number {
    const facts = this.connection.ask();
    if (facts === null) return this.#handed;
    if (this.#start === null) return 0;
    return Math.max(0, Math.min(facts.acknowledged - this.#start, this.length));
  }
}
