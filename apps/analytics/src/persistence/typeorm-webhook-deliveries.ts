import { Injectable } from '@nestjs/common';
import type { CloudEvent } from '@waybill/contracts';
import { Transactions } from '@waybill/messaging';
import { type Delivery, WebhookDeliveries } from '../application/webhook-deliveries.js';

@Injectable()
export class TypeormWebhookDeliveries extends WebhookDeliveries {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async add(events: readonly CloudEvent[], urls: readonly string[], now: Date): Promise<void> {
    await this.#query(
      `INSERT INTO webhook_deliveries (event_id, url, event, next_at)
       SELECT event.id, url, event.text, $4
       FROM unnest($1::text[], $2::text[]) AS event (id, text) CROSS JOIN unnest($3::text[]) AS url
       ON CONFLICT DO NOTHING`,
      [events.map(({ id }) => id), events.map((event) => JSON.stringify(event)), urls, now],
    );
  }

  override due(now: Date, limit: number): Promise<Delivery[]> {
    return this.#query<Delivery>(
      `SELECT event_id AS "eventId", url, event, attempts FROM webhook_deliveries
       WHERE next_at <= $1 ORDER BY next_at LIMIT $2`,
      [now, limit],
    );
  }

  override async delivered({ eventId, url }: Delivery, now: Date): Promise<void> {
    await this.#query(
      `UPDATE webhook_deliveries
       SET attempts = attempts + 1, delivered_at = $3, next_at = NULL, last_error = NULL
       WHERE event_id = $1 AND url = $2`,
      [eventId, url, now],
    );
  }

  override async failed({ eventId, url }: Delivery, error: string, nextAt: Date | null): Promise<void> {
    await this.#query(
      `UPDATE webhook_deliveries SET attempts = attempts + 1, last_error = $3, next_at = $4
       WHERE event_id = $1 AND url = $2`,
      [eventId, url, error, nextAt],
    );
  }

  override async removeBefore(time: Date): Promise<number> {
    const rows = await this.#query(
      `WITH removed AS (
         DELETE FROM webhook_deliveries
         WHERE next_at IS NULL AND (event::jsonb ->> 'time')::timestamptz < $1 RETURNING 1 AS one
       ) SELECT * FROM removed`,
      [time],
    );
    return rows.length;
  }

  #query<T>(statement: string, parameters: unknown[]): Promise<T[]> {
    return this.transactions.manager.query<T[]>(statement, parameters);
  }
}
