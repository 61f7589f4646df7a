import { Logger } from '@nestjs/common';
import { EventBus, MessageRefused, type OutgoingMessage } from '../bus/event-bus.js';
import { outboxParked, outboxPublished } from '../messaging.metrics.js';
import type { OutboxRow, RelayConnection } from './relay-connection.js';

const ATTEMPTS = 5;

/**
 * An event that can never be published must not hold up the others for ever. Where the bus refuses a message, or answers
 * and yet fails the same batch several times, each event is sent by itself; the one that goes on failing is parked.
 */
export class Isolation {
  readonly #logger = new Logger('Outbox');
  readonly #failures = new Map<string, number>();
  #batchFailures = 0;

  constructor(
    private readonly bus: EventBus,
    private readonly attempts = ATTEMPTS,
  ) {}

  /** A batch went through. */
  reset(): void {
    this.#batchFailures = 0;
    this.#failures.clear();
  }

  /**
   * Gives how many rows are settled: published, or parked. Throws `error` where the bus is away, where it is too early to
   * say, and where nothing could be settled.
   */
  async sort(connection: RelayConnection, rows: readonly OutboxRow[], error: unknown): Promise<number> {
    if (!(error instanceof MessageRefused)) {
      await this.bus.check();
      this.#batchFailures += 1;
      if (this.#batchFailures < this.attempts) throw error;
    }
    const settled = await this.#oneByOne(connection, rows);
    if (settled === 0) throw error;
    return settled;
  }

  /** Later events of a key wait for the earlier one, until it is published or parked. */
  async #oneByOne(connection: RelayConnection, rows: readonly OutboxRow[]): Promise<number> {
    const waiting = new Set<string>();
    let settled = 0;
    for (const row of rows) {
      const key = `${row.topic}/${row.key}`;
      if (waiting.has(key)) continue;
      if (await this.#settle(connection, row)) settled += 1;
      else waiting.add(key);
    }
    return settled;
  }

  async #settle(connection: RelayConnection, row: OutboxRow): Promise<boolean> {
    try {
      await this.bus.publish([asMessage(row)]);
    } catch (error) {
      return this.#failed(connection, row, error);
    }
    await connection.remove([row.position]);
    this.#failures.delete(row.position);
    outboxPublished.inc();
    return true;
  }

  /** Parks it where it has failed often enough while the bus answered. */
  async #failed(connection: RelayConnection, row: OutboxRow, error: unknown): Promise<boolean> {
    const attempts = (this.#failures.get(row.position) ?? 0) + 1;
    if (!(error instanceof MessageRefused)) await this.bus.check();
    this.#failures.set(row.position, attempts);
    if (attempts < this.attempts && !(error instanceof MessageRefused)) return false;
    await connection.park(row.position, attempts, String(error));
    this.#failures.delete(row.position);
    outboxParked.inc({ topic: row.topic });
    this.#logger.error(
      `Parked ${row.event_id} for ${row.topic}, which cannot be published: ${String(error)}`,
    );
    return true;
  }
}

export function asMessage({ event_id, topic, key, value, headers }: OutboxRow): OutgoingMessage {
  return { id: event_id, topic, key, value, ...(headers === null ? {} : { headers }) };
}
