import type { EntityManager } from 'typeorm';
import type { Transaction } from '../transactions/transaction.js';

/** CloudEvents 1.0: source and id together are unique. */
export interface EventIdentity {
  readonly source: string;
  readonly id: string;
}

const PIECE = 10_000;

/** What a group has handled: a row in the transaction of the effect, so that both are there or neither. */
export class Inbox {
  constructor(private readonly group: string) {}

  /** Records the events and gives, in their order, those that were not there: each once, however often it was sent. */
  claim<E extends EventIdentity>(tx: Transaction, events: readonly E[]): Promise<E[]> {
    return this.#record(
      tx,
      events,
      `INSERT INTO inbox (consumer_group, event_source, event_id)
       SELECT $1, source, id FROM unnest($2::text[], $3::text[]) AS event (source, id)
       ON CONFLICT DO NOTHING
       RETURNING event_source AS source, event_id AS id`,
    );
  }

  /** As `claim`, for events that are replayed: those that were parked are handled after all, once. */
  reclaim<E extends EventIdentity>(tx: Transaction, events: readonly E[]): Promise<E[]> {
    return this.#record(
      tx,
      events,
      `INSERT INTO inbox (consumer_group, event_source, event_id)
       SELECT DISTINCT $1, source, id FROM unnest($2::text[], $3::text[]) AS event (source, id)
       ON CONFLICT (consumer_group, event_source, event_id) DO UPDATE
          SET parked = false, received_at = now() WHERE inbox.parked
       RETURNING event_source AS source, event_id AS id`,
    );
  }

  /** True where nobody has recorded it yet: a dead letter is written once, and a delivery after it does nothing. */
  async park(tx: Transaction, event: EventIdentity, replayed: boolean): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `INSERT INTO inbox (consumer_group, event_source, event_id, parked) VALUES ($1, $2, $3, true)
       ON CONFLICT (consumer_group, event_source, event_id) DO UPDATE SET received_at = now()
          WHERE inbox.parked AND $4
       RETURNING event_id`,
      [this.group, event.source, event.id, replayed],
    );
    return rows.length > 0;
  }

  async #record<E extends EventIdentity>(tx: Transaction, events: readonly E[], sql: string): Promise<E[]> {
    if (events.length === 0) return [];
    const rows = await tx.query<EventIdentity[]>(sql, [
      this.group,
      events.map(({ source }) => source),
      events.map(({ id }) => id),
    ]);
    const fresh = new Set(rows.map(nameOf));
    // `delete` is true once: the second of two equal events in one batch is a duplicate too.
    return events.filter((event) => fresh.delete(nameOf(event)));
  }
}

function nameOf({ source, id }: EventIdentity): string {
  return JSON.stringify([source, id]);
}

/** Forgets what no delivery can bring again. Gives how many rows. */
export async function pruneInbox(manager: EntityManager, days: number): Promise<number> {
  for (let pruned = 0; ;) {
    const rows = await manager.query<{ count: number }[]>(
      `WITH old AS (
         SELECT ctid FROM inbox WHERE received_at < now() - $1 * interval '1 day' LIMIT ${PIECE}
       ), gone AS (
         DELETE FROM inbox WHERE ctid IN (SELECT ctid FROM old) RETURNING 1
       )
       SELECT count(*)::int AS count FROM gone`,
      [days],
    );
    const piece = rows[0]?.count ?? 0;
    pruned += piece;
    if (piece < PIECE) return pruned;
  }
}
