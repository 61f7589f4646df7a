import { type Batch, type IncomingMessage, PartitionLost } from '../bus/event-bus.js';
import { pauseFor } from '../bus/persevere.js';
import type { Claim, Membership } from './membership.js';

/** A batch that got nowhere is not given again at full speed. */
const PAUSE_AFTER_NOTHING_MS = 100;

/** One partition in the hands of this member: where it stands, and the batch that runs. */
export class OwnedPartition {
  /** There may be messages that were not fetched yet. */
  mayHaveMore = true;
  /** The last fetch was cut short: more are there, and others wait behind them. */
  isBehind = false;
  #committed: bigint;
  #lost = false;
  #lastSign = 0;
  #batch: Promise<void> | undefined;
  readonly #winding = new AbortController();

  constructor(
    readonly topic: string,
    readonly claim: Claim,
    private readonly membership: Membership,
  ) {
    this.#committed = BigInt(claim.committed);
  }

  get key(): string {
    return `${this.claim.topicId}/${this.claim.partition}`;
  }

  /** The next offset to fetch. */
  get position(): bigint {
    return this.#committed;
  }

  get idle(): boolean {
    return this.#batch === undefined && !this.#winding.signal.aborted;
  }

  get releasing(): boolean {
    return this.#winding.signal.aborted;
  }

  /** Milliseconds since the running batch last said that it goes on; 0 where none runs. */
  get silence(): number {
    return this.#batch === undefined ? 0 : Date.now() - this.#lastSign;
  }

  /** Gives the messages to `onBatch`; `then` is called when the batch is over, with the error that ended it, if any. */
  start(
    messages: readonly IncomingMessage[],
    onBatch: (batch: Batch) => Promise<void>,
    then: (error?: unknown) => void,
  ): void {
    const before = this.#committed;
    const end = BigInt(messages.at(-1)?.offset ?? -1) + 1n;
    this.#lastSign = Date.now();
    this.#batch = onBatch(this.#asBatch(messages))
      .then(() => (this.#committed > before ? undefined : this.#breathe()))
      // Who goes on with the partition meets the error again, if it was one.
      .catch((error: unknown) => (error instanceof PartitionLost || this.releasing ? undefined : { error }))
      .then((failure) => {
        this.#batch = undefined;
        // News of what came meanwhile has set it already; what was not done comes again.
        if (this.isBehind || this.#committed < end) this.mayHaveMore = true;
        then(failure?.error);
      });
  }

  /** Somebody else owns it: whatever the batch still says is refused. */
  lose(): void {
    this.#lost = true;
    this.#winding.abort();
  }

  /** Tells the batch to come to an end and waits for it. What it has done by then counts. */
  async windDown(): Promise<void> {
    this.#winding.abort();
    await this.#batch;
  }

  #asBatch(messages: readonly IncomingMessage[]): Batch {
    return {
      topic: this.topic,
      partition: this.claim.partition,
      messages,
      signal: this.#winding.signal,
      heartbeat: () => this.#heartbeat(),
      done: (message) => this.#done(message),
    };
  }

  #heartbeat(): Promise<void> {
    this.#lastSign = Date.now();
    return this.#lost ? Promise.reject(this.#loss()) : Promise.resolve();
  }

  async #done(message: IncomingMessage): Promise<void> {
    await this.#heartbeat();
    const next = BigInt(message.offset) + 1n;
    if (next <= this.#committed) return;
    if (!(await this.membership.commit(this.claim, next))) {
      this.lose();
      throw this.#loss();
    }
    this.#committed = next;
  }

  async #breathe(): Promise<undefined> {
    await pauseFor(PAUSE_AFTER_NOTHING_MS, this.#winding.signal);
  }

  #loss(): PartitionLost {
    return new PartitionLost(this.topic, this.claim.partition);
  }
}
