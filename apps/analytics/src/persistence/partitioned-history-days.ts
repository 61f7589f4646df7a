import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@waybill/messaging';
import { HistoryDays } from '../application/history-days.js';
import { addDays, isDay } from '../domain/utc.js';

const PARTITION_LOCK = 7_163_002;
const PARTITION = 'events_';
const DETACHED = 'archived_';
const PAGE = 2000;

/** A partition per UTC day. */
@Injectable()
export class PartitionedHistoryDays extends HistoryDays {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  /**
   * Makes what is missing, in the running transaction if there is one: a batch that waited for a second connection here
   * could wait for ever, for those who hold them wait for the batch.
   */
  override async ensure(days: readonly string[]): Promise<number> {
    const missing = await this.#missing(days);
    for (const day of missing) await this.#make(day);
    return missing.length;
  }

  override days(): Promise<string[]> {
    return this.#tables(PARTITION);
  }

  override detachedDays(): Promise<string[]> {
    return this.#tables(DETACHED);
  }

  override async detach(day: string): Promise<void> {
    await this.#alone(async (tx) => {
      await tx.query(`SET LOCAL lock_timeout = '5s'`);
      await tx.query(`ALTER TABLE history.events DETACH PARTITION history.${name(PARTITION, day)}`);
      await tx.query(`ALTER TABLE history.${name(PARTITION, day)} RENAME TO ${name(DETACHED, day)}`);
      await tx.query(`INSERT INTO history.archived_days (day) VALUES ($1) ON CONFLICT DO NOTHING`, [day]);
    });
  }

  override async firstDetached(day: string): Promise<string | null> {
    const [row] = await this.transactions.manager.query<{ first: string | null }[]>(
      `SELECT min(position)::text AS first FROM history.${name(DETACHED, day)}`,
    );
    return row?.first ?? null;
  }

  override async *detachedEvents(day: string): AsyncGenerator<string> {
    let after = 0;
    for (;;) {
      const rows = await this.#page(day, after);
      yield* rows.map(({ line }) => line);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = Number(last.position);
    }
  }

  override async drop(day: string): Promise<void> {
    await this.transactions.manager.query(`DROP TABLE IF EXISTS history.${name(DETACHED, day)}`);
  }

  #page(day: string, after: number): Promise<{ position: string | number; line: string }[]> {
    return this.transactions.manager.query(
      `SELECT position, (to_jsonb(event) - 'position')::text AS line FROM history.${name(DETACHED, day)} event
       WHERE position > $1 ORDER BY position LIMIT ${PAGE}`,
      [after],
    );
  }

  async #missing(days: readonly string[]): Promise<string[]> {
    const names = days.map((day) => `history.${name(PARTITION, day)}`);
    const rows = await this.transactions.manager.query<{ day: string }[]>(
      `SELECT day FROM unnest($1::text[], $2::text[]) AS wanted (day, name) WHERE to_regclass(name) IS NULL`,
      [days, names],
    );
    return rows.map(({ day }) => day);
  }

  /**
   * Attaching locks the history less than `CREATE TABLE … PARTITION OF` would: batches that are being written go on
   * (PostgreSQL, ALTER TABLE: SHARE UPDATE EXCLUSIVE).
   */
  async #make(day: string): Promise<void> {
    const table = `history.${name(PARTITION, day)}`;
    await this.#alone(async (tx) => {
      const made = await tx.query<{ exists: boolean }[]>(`SELECT to_regclass($1) IS NOT NULL AS exists`, [
        table,
      ]);
      if (made[0]?.exists === true) return;
      await tx.query(`CREATE TABLE ${table} (LIKE history.events)`);
      await tx.query(
        `ALTER TABLE history.events ATTACH PARTITION ${table} FOR VALUES FROM ('${day}') TO ('${addDays(day, 1)}')`,
      );
    });
  }

  #alone(work: (tx: Transaction) => Promise<void>): Promise<void> {
    return this.transactions.run(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock($1)`, [PARTITION_LOCK]);
      await work(tx);
    });
  }

  async #tables(prefix: string): Promise<string[]> {
    const rows = await this.transactions.manager.query<{ day: string }[]>(
      `SELECT substr(tablename, $2) AS day FROM pg_tables
       WHERE schemaname = 'history' AND tablename ~ ('^' || $1 || '[0-9]{8}$') ORDER BY tablename`,
      [prefix, prefix.length + 1],
    );
    return rows.map(({ day }) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`);
  }
}

/** Names cannot be parameters of a statement: only a day that the calendar has becomes one. */
function name(prefix: string, day: string): string {
  if (!isDay(day)) throw new RangeError(`${day} is no day`);
  return prefix + day.replaceAll('-', '');
}
