import type { Batch, IncomingMessage } from '../bus/event-bus.js';
import { persevere } from '../bus/persevere.js';
import { Rounds } from '../bus/rounds.js';
import { Turns } from '../bus/turns.js';
import type { HandlingNote } from '../inbox/handling-note.js';
import { eventsHandled } from '../messaging.metrics.js';
import { isDatabaseAway } from '../transactions/postgres-errors.js';
import { type Delivery, readMessage } from './delivery.js';
import type { Effects, Handled, Load } from './effects.js';
import type { HandlerTable } from './handler-table.js';
import { throwIfEnded, whileBeating } from './keep-alive.js';
import { observeLag } from './observe-lag.js';
import type { OneByOne } from './one-by-one.js';

/** Handlers that take one event at a time make a statement or more of each: a transaction of many would be a long one. */
const SINGLES_AT_ONCE = 100;
const LONGEST_TURN_MS = 5_000;
/** Of several partitions in one transaction. */
const MOST_TOGETHER = 500;

/** The batches of partitions in one transaction; where anything fails, or failed to survive before, one message at a time. */
export class BatchProcessor {
  /**
   * Partitions run side by side, and their events touch the same rows in whatever order: two long transactions would
   * sooner or later wait for each other, and PostgreSQL takes a second to see that. So one runs at a time, and takes what
   * all partitions have by then: statements and commits of a moment are the same few, however many partitions bring it.
   */
  readonly #turns = new Turns(LONGEST_TURN_MS);
  readonly #rounds: Rounds<Load, Handled | null>;

  constructor(
    private readonly group: string,
    private readonly table: HandlerTable,
    private readonly effects: Effects,
    private readonly note: HandlingNote,
    private readonly oneByOne: OneByOne,
  ) {
    this.#rounds = new Rounds((loads) => this.effects.carryOutAll(loads), {
      turns: this.#turns,
      most: MOST_TOGETHER,
      weigh: ({ place, deliveries: { length } }) =>
        this.table.takesSingles(place.topic) ? length * (MOST_TOGETHER / SINGLES_AT_ONCE) : length,
    });
  }

  async process(batch: Batch): Promise<void> {
    const size = this.table.takesSingles(batch.topic) ? SINGLES_AT_ONCE : batch.messages.length;
    for (let start = 0; start < batch.messages.length; start += size) {
      if (start > 0) throwIfEnded(batch);
      await this.#processPart(batch, batch.messages.slice(start, start + size));
    }
  }

  async #processPart(batch: Batch, messages: readonly IncomingMessage[]): Promise<void> {
    const first = messages[0];
    const last = messages.at(-1);
    if (first === undefined || last === undefined) return;
    const deliveries = messages.flatMap((message) => readMessage(message, this.table, this.group) ?? []);
    eventsHandled.inc({ topic: batch.topic, outcome: 'ignored' }, messages.length - deliveries.length);
    if (deliveries.length > 0) await this.#work(batch, deliveries, first, last);
    await batch.done(last);
  }

  async #work(
    batch: Batch,
    deliveries: readonly Delivery[],
    first: IncomingMessage,
    last: IncomingMessage,
  ): Promise<void> {
    const openTo = await this.#patiently(batch, () => this.note.openBatch(batch, first.offset, last.offset));
    const suspects = deliveries.filter(({ message }) => openTo !== null && BigInt(message.offset) <= openTo);
    await this.oneByOne.process(batch, suspects);
    const others = deliveries.slice(suspects.length);
    if (others.length === 0) return;
    if (suspects.length > 0) await this.#reopen(batch, others, last);
    if (!(await this.#allAtOnce(batch, others))) await this.oneByOne.process(batch, others);
  }

  /** Others of the batch, that nobody died over so far, may hold the next one that kills. */
  async #reopen(batch: Batch, others: readonly Delivery[], last: IncomingMessage): Promise<void> {
    const next = others[0]?.message.offset ?? last.offset;
    await this.#patiently(batch, () => this.note.openBatch(batch, next, last.offset));
  }

  /** False where they have to be handled one by one. */
  async #allAtOnce(batch: Batch, deliveries: readonly Delivery[]): Promise<boolean> {
    throwIfEnded(batch);
    try {
      const handled = await this.#patiently(batch, () => this.#carryOut(batch, deliveries));
      observeLag(batch.topic, handled);
      eventsHandled.inc({ topic: batch.topic, outcome: 'handled' }, handled.length);
      eventsHandled.inc({ topic: batch.topic, outcome: 'duplicate' }, deliveries.length - handled.length);
      return true;
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      return false;
    }
  }

  /** With what the others have; where that comes to nothing, nobody waits any longer for whose fault it was. */
  async #carryOut(place: Batch, deliveries: readonly Delivery[]): Promise<Handled> {
    const together = await this.#rounds.join({ place, deliveries });
    return together ?? this.#turns.take(() => this.effects.carryOut(place, deliveries));
  }

  #patiently<T>(batch: Batch, work: () => Promise<T>): Promise<T> {
    return whileBeating(batch, () => persevere(work, { signal: batch.signal }));
  }
}
