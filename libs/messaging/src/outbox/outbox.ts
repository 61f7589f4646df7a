import { type CloudEvent, createEvent, type EventContract } from '@waybill/contracts';
import type { PoolClient } from 'pg';
import type { Transaction } from '../transactions/transaction.js';
import { Transactions } from '../transactions/transactions.js';

export interface OutboxOptions {
  /** The service's name: `download-sessions`. */
  readonly service: string;
  /** The W3C traceparent of what is being done just now. */
  readonly traceparent?: (() => string | undefined) | undefined;
}

interface Row {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly value: string;
}

/** Events leave through here: a row in the transaction that made them true (DESIGN.md, section 7). */
export class Outbox {
  readonly #listeners = new Set<() => void>();
  /** What running transactions have appended so far. */
  readonly #rows = new WeakMap<Transaction, Row[]>();
  readonly #wake = () => this.#listeners.forEach((listener) => listener());

  constructor(
    private readonly transactions: Transactions,
    private readonly options: OutboxOptions,
  ) {}

  /**
   * Envelopes and checks `data`; throws a ZodError where it does not keep the contract. The rows of a transaction, however
   * many calls they come from, are one statement, which goes with its COMMIT.
   */
  append<D extends object>(
    tx: Transaction,
    contract: EventContract<D>,
    data: D | readonly D[],
  ): Promise<void> {
    const all: readonly D[] = Array.isArray(data) ? (data as readonly D[]) : [data as D];
    const rows = all.map((one) => rowOf(contract, this.#envelope(contract, one)));
    if (rows.length > 0) this.#rowsOf(tx).push(...rows);
    return Promise.resolve();
  }

  /** `listener` is called after each commit that put events here; gives what takes it away again. */
  onAppended(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #rowsOf(tx: Transaction): Row[] {
    const known = this.#rows.get(tx);
    if (known !== undefined) return known;
    const rows: Row[] = [];
    this.#rows.set(tx, rows);
    this.transactions.withCommit((connection) => insert(connection, rows));
    this.transactions.afterCommit(this.#wake);
    return rows;
  }

  #envelope<D extends object>(contract: EventContract<D>, data: D): CloudEvent<D> {
    return createEvent(contract, data, {
      service: this.options.service,
      traceparent: this.options.traceparent?.(),
    });
  }
}

function rowOf<D>({ topic }: EventContract<D & object>, event: CloudEvent): Row {
  return { id: event.id, topic, key: event.subject, value: JSON.stringify(event) };
}

const INSERT = {
  name: 'outbox-append',
  text: `INSERT INTO outbox (event_id, topic, key, value)
         SELECT id, topic, key, value
           FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS event (id, topic, key, value, place)
          ORDER BY place`,
};

/** Straight to the connection: behind whatever was sent before, and before the COMMIT. */
function insert(connection: PoolClient, rows: readonly Row[]): Promise<unknown> {
  return connection.query({
    ...INSERT,
    values: [
      rows.map(({ id }) => id),
      rows.map(({ topic }) => topic),
      rows.map(({ key }) => key),
      rows.map(({ value }) => value),
    ],
  });
}
