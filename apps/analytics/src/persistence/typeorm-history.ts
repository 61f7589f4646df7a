import { Injectable } from '@nestjs/common';
import type { CloudEvent } from '@waybill/contracts';
import { Clock, DAY } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { History, type HistoryEntry, type PlacedEntry, type Reach } from '../application/history.js';
import { HistoryDays } from '../application/history-days.js';
import { NO_CLIENT } from '../application/pseudonyms.js';
import { dayOf } from '../domain/utc.js';

interface HistoryRow {
  readonly day: string;
  readonly event_id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly user_id: string | null;
  readonly country: string;
  readonly automated: boolean;
  readonly data: object;
}

interface PlacedRow extends HistoryRow {
  readonly position: number;
}

const COLUMNS = 'day, event_id, type, source, subject, time, user_id, country, automated, data';

@Injectable()
export class TypeormHistory extends History {
  constructor(
    private readonly transactions: Transactions,
    private readonly days: HistoryDays,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async append(entries: readonly HistoryEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map((entry) => this.#toRow(entry));
    await this.days.ensure([...new Set(rows.map(({ day }) => day))]);
    await this.transactions.manager.query(
      `INSERT INTO history.events (${COLUMNS})
       SELECT ${COLUMNS} FROM jsonb_populate_recordset(NULL::history.events, $1::jsonb)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows)],
    );
  }

  override async lastPosition(): Promise<number> {
    const [row] = await this.transactions.manager.query<{ last: string | null }[]>(
      `SELECT max(position)::text AS last FROM history.events`,
    );
    return Number(row?.last ?? 0);
  }

  override async after(
    position: number,
    { firstDay, arrivedAfter }: Reach,
    limit: number,
  ): Promise<PlacedEntry[]> {
    const rows = await this.transactions.manager.query<{ event: PlacedRow }[]>(
      `SELECT to_jsonb(event) AS event FROM history.events event
       WHERE position > $1 AND (day >= $2 OR position > $3) ORDER BY position LIMIT $4`,
      [position, firstDay, arrivedAfter, limit],
    );
    return rows.map(({ event }) => toEntry(event));
  }

  override async firstCompleteDay(): Promise<string | null> {
    const [row] = await this.transactions.manager.query<{ day: string | null }[]>(
      `SELECT (max(day) + 1)::text AS day FROM history.archived_days`,
    );
    return row?.day ?? null;
  }

  override async forget(userId: string, pseudonym: string): Promise<void> {
    await this.transactions.manager.query(
      `UPDATE history.events
       SET user_id = $2,
           subject = CASE WHEN subject = $1 THEN $2 ELSE subject END,
           data = data || jsonb_build_object('userId', $2::text)
             || CASE WHEN data ? 'client' THEN $3::jsonb ELSE '{}' END
       WHERE user_id = $1`,
      [userId, pseudonym, JSON.stringify({ client: NO_CLIENT })],
    );
  }

  /** A clock that runs ahead must not make partitions that are never dropped: what comes from the future is of today. */
  #toRow({ event, time, userId, country, automated }: HistoryEntry): HistoryRow {
    const now = this.clock.now();
    return {
      day: dayOf(time.getTime() > now.getTime() + DAY ? now : time),
      event_id: event.id,
      type: event.type,
      source: event.source,
      subject: event.subject,
      time: time.toISOString(),
      user_id: userId,
      country,
      automated,
      data: event.data,
    };
  }
}

function toEntry(row: PlacedRow): PlacedEntry {
  const { event_id: id, type, source, subject, data } = row;
  const time = new Date(row.time);
  const event: CloudEvent = {
    specversion: '1.0',
    id,
    type,
    source,
    subject,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    dataschema: '',
    data,
  };
  return {
    event,
    time,
    position: row.position,
    userId: row.user_id,
    country: row.country,
    automated: row.automated,
  };
}
