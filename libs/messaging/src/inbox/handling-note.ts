import type { DataSource } from 'typeorm';
import { type Outcome, Rounds } from '../bus/rounds.js';
import type { Transaction } from '../transactions/transaction.js';

/** The partition that is worked on. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
}

interface Opening extends Place {
  readonly first: string;
  readonly last: string;
}

/** In one order, so that two replicas never wait for each other. Answers those that were open, by their place in the lists. */
const OPEN = `
  WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true) AS setting),
  batch AS (
    SELECT * FROM unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[])
      WITH ORDINALITY AS batch (topic, partition, first_offset, last_offset, place)
  ), opened AS (
    INSERT INTO handling (consumer_group, topic, partition, first_offset, last_offset, attempts)
    SELECT $1, topic, partition, min(first_offset), max(last_offset), 1 FROM batch, relaxed
     GROUP BY topic, partition ORDER BY topic, partition
    ON CONFLICT (consumer_group, topic, partition) DO UPDATE
       SET first_offset = excluded.first_offset, last_offset = excluded.last_offset, attempts = 1, reason = NULL
     WHERE handling.attempts = 0 OR handling.last_offset < excluded.first_offset
    RETURNING topic, partition
  )
  SELECT batch.place::int AS place, handling.last_offset::text AS left
    FROM batch JOIN handling USING (topic, partition)
   WHERE handling.consumer_group = $1 AND NOT EXISTS (
     SELECT FROM opened WHERE opened.topic = batch.topic AND opened.partition = batch.partition)`;

/**
 * Notes beside the transaction of the effect what is being handled. A note that is still open when a partition comes
 * says that a process died over it: the message that kills is found by its attempts, however often everybody restarts.
 *
 * One row per group and partition; `attempts` is 0 where nothing is open. A crash of the database itself may lose the
 * latest note (no flush is waited for): then one death more is needed.
 */
export class HandlingNote {
  readonly #openings = new Rounds<Opening, bigint | null>((batches) => this.#open(batches));

  constructor(
    private readonly dataSource: DataSource,
    private readonly group: string,
  ) {}

  /**
   * Opens a note for the messages from `first` to `last`. Where one is open already it stays, and its last offset is
   * the answer: everything up to there deserves care. Those that are asked for together are one statement.
   */
  openBatch({ topic, partition }: Place, first: string, last: string): Promise<bigint | null> {
    return this.#openings.join({ topic, partition, first, last });
  }

  /** One more attempt at one message: gives how many that makes, and why the last one failed, if anybody lived to say. */
  async openOne(place: Place, offset: string): Promise<{ attempts: number; reason: string | null }> {
    const rows = await this.dataSource.query<{ attempts: number; reason: string | null }[]>(
      `WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true) AS setting)
       INSERT INTO handling AS h (consumer_group, topic, partition, first_offset, last_offset, attempts)
       SELECT $1, $2, $3::int, $4::bigint, $4::bigint, 1 FROM relaxed
       ON CONFLICT (consumer_group, topic, partition) DO UPDATE
          SET attempts = CASE WHEN h.first_offset = $4 AND h.last_offset = $4 THEN h.attempts + 1 ELSE 1 END,
              reason = CASE WHEN h.first_offset = $4 AND h.last_offset = $4 THEN h.reason END,
              first_offset = $4, last_offset = $4
       RETURNING attempts, reason`,
      [this.group, place.topic, place.partition, offset],
    );
    return rows[0] ?? { attempts: 1, reason: null };
  }

  /** Why the attempt failed, for a next one that nobody survives. */
  async explain(place: Place, reason: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE handling SET reason = $4 WHERE consumer_group = $1 AND topic = $2 AND partition = $3`,
      [this.group, place.topic, place.partition, reason],
    );
  }

  /** In the transaction of the effects, or of the dead letter. */
  async close(tx: Transaction, places: readonly Place[]): Promise<void> {
    await tx.query(
      `UPDATE handling SET attempts = 0, reason = NULL
         FROM unnest($2::text[], $3::int[]) AS place (topic, partition)
        WHERE handling.consumer_group = $1 AND handling.topic = place.topic AND handling.partition = place.partition`,
      [this.group, places.map(({ topic }) => topic), places.map(({ partition }) => partition)],
    );
  }

  async #open(batches: readonly Opening[]): Promise<Outcome<bigint | null>[]> {
    const rows = await this.dataSource.query<{ place: number; left: string }[]>(OPEN, [
      this.group,
      batches.map(({ topic }) => topic),
      batches.map(({ partition }) => partition),
      batches.map(({ first }) => first),
      batches.map(({ last }) => last),
    ]);
    const left = new Map(rows.map((row) => [row.place, BigInt(row.left)]));
    return batches.map((_, index) => ({ value: left.get(index + 1) ?? null }));
  }
}
