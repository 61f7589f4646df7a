import type { DataSource, QueryRunner } from 'typeorm';
import type { PoolClient } from 'pg';
import { pauseFor } from '../bus/persevere.js';

export interface OutboxRow {
  readonly position: string;
  readonly event_id: string;
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string> | null;
}

/** One outbox per database, so one number will do; advisory locks are per database. */
const RELAY_LOCK = 8_246_002;
const CHANNEL = 'waybill_outbox';
/** Many commits in a moment are one NOTIFY: each takes a lock that all committing transactions share. */
const NOTIFY_EVERY_MS = 20;

/** The connection that holds the relay's lock. All of the relay's work goes over it, so who lost the lock does nothing. */
export class RelayConnection {
  #runner: QueryRunner | undefined;
  #notifying: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly wake: () => void,
  ) {}

  get isOpen(): boolean {
    return this.#runner !== undefined;
  }

  /** False where another relay is the active one. */
  async tryOpen(): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const rows = (await runner.query('SELECT pg_try_advisory_lock($1) AS locked', [RELAY_LOCK])) as {
        locked: boolean;
      }[];
      if (rows[0]?.locked === true) await this.#keep(runner, client);
    } finally {
      if (this.#runner !== runner) await runner.release();
    }
    return this.isOpen;
  }

  oldest(limit: number): Promise<OutboxRow[]> {
    return this.#query<OutboxRow[]>(
      `SELECT position, event_id, topic, key, value, headers FROM outbox ORDER BY position LIMIT $1`,
      [limit],
    );
  }

  async remove(positions: readonly string[]): Promise<void> {
    await this.#query('DELETE FROM outbox WHERE position = ANY ($1)', [positions]);
  }

  /** Puts an event aside that cannot be published, with the reason, and out of the way of the others. */
  async park(position: string, attempts: number, reason: string): Promise<void> {
    await this.#query(
      `WITH gone AS (DELETE FROM outbox WHERE position = $1 RETURNING *)
       INSERT INTO outbox_parked (position, event_id, topic, key, value, headers, created_at, attempts, reason)
       SELECT position, event_id, topic, key, value, headers, created_at, $2::int, $3::text FROM gone`,
      [position, attempts, reason],
    );
  }

  async measure(): Promise<{ depth: number; lagSeconds: number }> {
    const rows = await this.#query<{ depth: number; lagSeconds: number }[]>(
      `SELECT count(*)::int AS depth,
              coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float AS "lagSeconds"
         FROM outbox`,
      [],
    );
    return rows[0] ?? { depth: 0, lagSeconds: 0 };
  }

  /** Tells the active relay, wherever it is, that there is something. Polling covers a NOTIFY that fails. */
  wakeOthers(): void {
    this.#notifying ??= pauseFor(NOTIFY_EVERY_MS)
      .then(() => this.dataSource.query(`NOTIFY ${CHANNEL}`))
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        this.#notifying = undefined;
      });
  }

  /** Ends the lock with the connection's session, unless that is gone already. */
  async close(): Promise<void> {
    const runner = this.#runner;
    this.#runner = undefined;
    await this.#notifying;
    if (runner === undefined || runner.isReleased) return;
    await runner
      .query(`SELECT pg_advisory_unlock($1)`, [RELAY_LOCK])
      .then(() => runner.query(`UNLISTEN ${CHANNEL}`))
      .catch(() => undefined);
    await runner.release();
  }

  async #keep(runner: QueryRunner, client: PoolClient): Promise<void> {
    client.removeAllListeners('notification').on('notification', this.wake);
    client.once('error', () => this.#lost(runner));
    client.once('end', () => this.#lost(runner));
    await runner.query(`LISTEN ${CHANNEL}`);
    this.#runner = runner;
  }

  #lost(runner: QueryRunner): void {
    if (this.#runner === runner) this.#runner = undefined;
    this.wake();
  }

  async #query<R>(text: string, values: unknown[]): Promise<R> {
    if (this.#runner === undefined) throw new Error('The relay lost its connection');
    return (await this.#runner.query(text, values)) as R;
  }
}
