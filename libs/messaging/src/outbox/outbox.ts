import { type CloudEvent, createEvent, type EventContract } from '@waybill/contracts';
import type { Transaction } from '../transactions/transaction.js';
import { Transactions } from '../transactions/transactions.js';

export interface OutboxOptions {
  /** The service's name: `download-sessions`. */
  readonly service: string;
  /** The W3C traceparent of what is being done just now. */
  readonly traceparent?: (() => string | undefined) | undefined;
}

/** Events leave through here: a row in the transaction that made them true (DESIGN.md, section 7). */
export class Outbox {
  readonly #listeners = new Set<() => void>();
  readonly #wake = () => this.#listeners.forEach((listener) => listener());

  constructor(
    private readonly transactions: Transactions,
    private readonly options: OutboxOptions,
  ) {}

  /** Envelopes and checks `data`; throws a ZodError where it does not keep the contract. One statement, however many. */
  async append<D extends object>(
    tx: Transaction,
    contract: EventContract<D>,
    data: D | readonly D[],
  ): Promise<void> {
    const all: readonly D[] = Array.isArray(data) ? (data as readonly D[]) : [data as D];
    if (all.length === 0) return;
    const events = all.map((one) => this.#envelope(contract, one));
    await tx.query(
      `INSERT INTO outbox (event_id, topic, key, value)
       SELECT id, $1, key, value
         FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS event (id, key, value, place)
        ORDER BY place`,
      [
        contract.topic,
        events.map((event) => event.id),
        events.map((event) => event.subject),
        events.map((event) => JSON.stringify(event)),
      ],
    );
    this.transactions.afterCommit(this.#wake);
  }

  /** `listener` is called after each commit that put events here; gives what takes it away again. */
  onAppended(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #envelope<D extends object>(contract: EventContract<D>, data: D): CloudEvent<D> {
    return createEvent(contract, data, {
      service: this.options.service,
      traceparent: this.options.traceparent?.(),
    });
  }
}
