import { Injectable } from '@nestjs/common';
import { DAY } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { AlertMeasures } from '../application/alert-measures.js';
import type { Signal } from '../domain/streams.js';

const DAYS_TO_COMPARE = 7;

@Injectable()
export class TypeormAlertMeasures extends AlertMeasures {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async endedSince(time: Date): Promise<{ failed: number; completed: number }> {
    const [ended] = await this.transactions.manager.query<{ failed: number; completed: number }[]>(
      `SELECT (count(*) FILTER (WHERE status = 'failed'))::int AS failed,
              (count(*) FILTER (WHERE status = 'completed'))::int AS completed
       FROM figures.download_state WHERE ended_at >= $1 AND begun_at IS NOT NULL`,
      [time],
    );
    return ended ?? { failed: 0, completed: 0 };
  }

  override servedIn(hour: Date): Promise<number> {
    return this.#number(`SELECT sum(bytes)::float8 AS number FROM figures.served_hours WHERE hour = $1`, [
      hour,
    ]);
  }

  override usuallyServedIn(hour: Date): Promise<number> {
    const hours = Array.from(
      { length: DAYS_TO_COMPARE },
      (_, index) => new Date(hour.getTime() - (index + 1) * DAY),
    );
    return this.#number(
      `SELECT sum(bytes)::float8 / $2 AS number FROM figures.served_hours WHERE hour = ANY($1::timestamptz[])`,
      [hours, DAYS_TO_COMPARE],
    );
  }

  override signalsSince(kind: Signal, time: Date): Promise<number> {
    return this.#number(
      `SELECT sum(events)::float8 AS number FROM figures.signals WHERE kind = $1 AND minute >= $2`,
      [kind, time],
    );
  }

  async #number(statement: string, parameters: unknown[]): Promise<number> {
    const [row] = await this.transactions.manager.query<{ number: number | null }[]>(statement, parameters);
    return row?.number ?? 0;
  }
}
