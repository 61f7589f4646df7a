import { type Batch, type IncomingMessage, PartitionLost } from '../bus/event-bus.js';
import { pauseFor } from '../bus/persevere.js';

/** What one batch may hold. */
const BATCH_MESSAGES = 1_000;
/** Fetching pauses above, and goes on below the half of it. */
const BUFFER_BYTES = 2 * 1024 * 1024;
/** A batch that got nowhere is not given again at full speed. */
const PAUSE_AFTER_NOTHING_MS = 100;

export interface PartitionHost {
  onBatch(batch: Batch): Promise<void>;
  /** Tells the group the next offset. */
  commit(nextOffset: bigint): Promise<void>;
  /** Fetching runs ahead of the work: not too far. */
  pause(): void;
  resume(): void;
  /** A batch failed for good. */
  failed(error: unknown): void;
}

/**
 * One partition in the hands of this member, from one assignment to the next: what was fetched, and the batch that
 * runs. Partitions work side by side; kafkajs's own loop never waits for any of them.
 */
export class AssignedPartition {
  readonly #waiting: IncomingMessage[] = [];
  #bytes = 0;
  #paused = false;
  #lost = false;
  #lastSign = Date.now();
  #told: Promise<void> = Promise.resolve();
  #work: Promise<void> | undefined;
  #winding = new AbortController();
  #ended = false;

  constructor(
    readonly topic: string,
    readonly partition: number,
    private readonly host: PartitionHost,
    /** The work of this process on the same partition under an earlier assignment. */
    private readonly predecessor: Promise<void> | undefined,
  ) {}

  /** Resolves when no batch runs; undefined where none does. */
  get work(): Promise<void> | undefined {
    return this.#work;
  }

  /** Milliseconds since the running batch last said that it goes on; 0 where none runs. */
  get silence(): number {
    return this.#work === undefined ? 0 : Date.now() - this.#lastSign;
  }

  add(messages: readonly IncomingMessage[]): void {
    if (this.#ended) return;
    for (const message of messages) {
      this.#waiting.push(message);
      this.#bytes += message.value.length;
    }
    if (!this.#paused && this.#bytes > BUFFER_BYTES) {
      this.#paused = true;
      this.host.pause();
    }
    this.#start();
  }

  /** The group shares anew: no further batch begins, and what is done may still be told until `lose`. */
  windDown(): Promise<void> {
    this.#ended = true;
    this.#winding.abort();
    return this.#work ?? Promise.resolve();
  }

  /** Somebody else may own it: whatever the batch still says is refused. */
  lose(): void {
    this.#lost = true;
    void this.windDown();
    this.#waiting.length = 0;
    if (this.#paused) this.host.resume();
  }

  #start(): void {
    if (this.#work !== undefined) return;
    this.#lastSign = Date.now();
    this.#work = this.#run();
  }

  async #run(): Promise<void> {
    await this.predecessor;
    while (!this.#ended && this.#waiting.length > 0) await this.#next();
    // In the same moment: what is added after it starts anew.
    this.#work = undefined;
  }

  async #next(): Promise<void> {
    const messages = this.#waiting.slice(0, BATCH_MESSAGES);
    const first = messages[0];
    this.#lastSign = Date.now();
    try {
      await this.host.onBatch(this.#asBatch(messages));
    } catch (error) {
      // Who goes on with the partition meets the error again, if it was one.
      if (!(error instanceof PartitionLost) && !this.#ended) this.#fail(error);
    }
    await this.#told;
    if (this.#waiting[0] === first) await pauseFor(PAUSE_AFTER_NOTHING_MS, this.#winding.signal);
  }

  #fail(error: unknown): void {
    this.#ended = true;
    this.host.failed(error);
  }

  #asBatch(messages: readonly IncomingMessage[]): Batch {
    return {
      topic: this.topic,
      partition: this.partition,
      messages,
      signal: this.#winding.signal,
      heartbeat: () => this.#heartbeat(),
      done: (message) => this.#done(message),
    };
  }

  /** kafkajs's loop keeps the membership; this is the sign that the batch deserves it. */
  #heartbeat(): Promise<void> {
    this.#lastSign = Date.now();
    return this.#lost ? Promise.reject(this.#loss()) : Promise.resolve();
  }

  async #done(message: IncomingMessage): Promise<void> {
    await this.#heartbeat();
    const last = BigInt(message.offset);
    if (!this.#isAhead(last)) return;
    this.#forget(last);
    // Nobody waits for each: the batch's end waits for the last one. One that fails is made good by the next, or what it
    // told comes again and the inbox knows it.
    this.#told = this.host.commit(last + 1n).catch(() => undefined);
  }

  #isAhead(offset: bigint): boolean {
    const first = this.#waiting[0];
    return first !== undefined && offset >= BigInt(first.offset);
  }

  #forget(last: bigint): void {
    const next = this.#waiting.findIndex(({ offset }) => BigInt(offset) > last);
    const gone = this.#waiting.splice(0, next === -1 ? this.#waiting.length : next);
    for (const { value } of gone) this.#bytes -= value.length;
    if (this.#paused && this.#bytes < BUFFER_BYTES / 2) {
      this.#paused = false;
      this.host.resume();
    }
  }

  #loss(): PartitionLost {
    return new PartitionLost(this.topic, this.partition);
  }
}
