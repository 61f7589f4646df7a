import { Logger } from '@nestjs/common';
import { EventBus } from '../bus/event-bus.js';
import { Pace } from '../bus/pace.js';
import { pauseFor } from '../bus/persevere.js';
import { WakeUp } from '../bus/wake-up.js';
import { outboxDepth, outboxFailures, outboxLag, outboxPublished } from '../messaging.metrics.js';
import { errorCode } from '../transactions/postgres-errors.js';
import { Outbox } from './outbox.js';
import { asMessage, Isolation } from './isolation.js';
import { RelayConnection } from './relay-connection.js';
import type { DataSource } from 'typeorm';

export interface RelayOptions {
  /** How often a relay looks without being woken, and a standby whether the place is free. Takeover within 5 s. */
  readonly pollMs?: number;
  readonly batchSize?: number;
  /** How often a bus that answers may refuse a batch, then an event of it, before the event is parked; 5 by default. */
  readonly attempts?: number | undefined;
}

const POLL_MS = 1_000;
const BATCH_SIZE = 1_000;
/** Commits that follow each other closely are one batch; one after a silence goes at once. */
const GATHER_MS = 25;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Brings the outbox to the bus, at least once and in the order of each key. One relay of a service is active at a
 * time: the one whose connection holds the advisory lock.
 */
export class OutboxRelay {
  readonly #logger = new Logger(OutboxRelay.name);
  readonly #wakeUp = new WakeUp();
  readonly #stopping = new AbortController();
  readonly #pace = new Pace(GATHER_MS);
  readonly #connection: RelayConnection;
  readonly #isolation: Isolation;
  readonly #pollMs: number;
  readonly #batchSize: number;
  #pause = FIRST_PAUSE_MS;
  #measuredAt = 0;
  #running: Promise<void> | undefined;
  #unregister: (() => void) | undefined;

  constructor(
    dataSource: DataSource,
    private readonly bus: EventBus,
    private readonly outbox: Outbox,
    options: RelayOptions = {},
  ) {
    this.#connection = new RelayConnection(dataSource, () => this.#wakeUp.wake());
    this.#isolation = new Isolation(bus, options.attempts);
    this.#pollMs = options.pollMs ?? POLL_MS;
    this.#batchSize = options.batchSize ?? BATCH_SIZE;
  }

  get isActive(): boolean {
    return this.#connection.isOpen;
  }

  start(): void {
    this.#unregister = this.outbox.onAppended(() => this.#appended());
    this.#running ??= this.#run();
  }

  /** Finishes the running batch and lets the next relay go on. */
  async stop(): Promise<void> {
    this.#unregister?.();
    this.#stopping.abort();
    this.#wakeUp.wake();
    await this.#running;
  }

  #appended(): void {
    if (this.isActive) this.#wakeUp.wake();
    else this.#connection.wakeOthers();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        if (this.isActive || (await this.#connection.tryOpen())) await this.#work();
        else await this.#wakeUp.wait(this.#pollMs);
        this.#pause = FIRST_PAUSE_MS;
      } catch (error) {
        await this.#backOff(error);
      }
    }
    await this.#connection.close();
  }

  /** As long as there is something; then waits for more. */
  async #work(): Promise<void> {
    const published = await this.#relayBatch();
    await this.#measure();
    if (published >= this.#batchSize || this.#stopping.signal.aborted) return;
    await this.#wakeUp.wait(this.#pollMs);
    await this.#pace.keep(this.#stopping.signal);
  }

  /**
   * Reads by "what is there", never by "after the last one": a transaction that commits late has an early position.
   * Rows of one key cannot overtake each other, for they were written under the lock of their aggregate.
   */
  async #relayBatch(): Promise<number> {
    const rows = await this.#connection.oldest(this.#batchSize);
    if (rows.length === 0) return 0;
    try {
      await this.bus.publish(rows.map(asMessage));
    } catch (error) {
      return this.#isolation.sort(this.#connection, rows, error);
    }
    this.#isolation.reset();
    await this.#connection.remove(rows.map(({ position }) => position));
    outboxPublished.inc(rows.length);
    return rows.length;
  }

  async #measure(): Promise<void> {
    if (Date.now() - this.#measuredAt < this.#pollMs) return;
    this.#measuredAt = Date.now();
    const { depth, lagSeconds } = await this.#connection.measure();
    outboxDepth.set(depth);
    outboxLag.set(lagSeconds);
  }

  async #backOff(error: unknown): Promise<void> {
    outboxFailures.inc();
    this.#logger.warn(`Events wait in the outbox: ${errorCode(error) ?? ''} ${String(error)}`);
    await this.#measure().catch(() => this.#connection.close());
    await pauseFor(this.#pause, this.#stopping.signal);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }
}
