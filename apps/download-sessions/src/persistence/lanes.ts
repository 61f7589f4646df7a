import { Injectable } from '@nestjs/common';
import type { Transaction } from '@waybill/messaging';
import { In } from 'typeorm';
import { Download } from '../domain/download.js';
import type { Lane } from '../domain/downloads.js';
import { SessionSettings } from '../domain/session-settings.js';
import { DownloadRecord } from './download.record.js';

/** How many downloads of each person run and who waits. The queue is a view of the sessions, not a second truth. */
@Injectable()
export class Lanes {
  constructor(private readonly settings: SessionSettings) {}

  lane(running = 0): Lane {
    return { hasPlace: running < this.settings.runningLimit };
  }

  async running(tx: Transaction, userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows: { user_id: string; running: number }[] = await tx.query(
      `SELECT user_id, count(*)::int AS running FROM downloads
        WHERE user_id = ANY($1) AND status = 'downloading' AND origin <> 'tracking' GROUP BY user_id`,
      [userIds],
    );
    return new Map(rows.map(({ user_id, running }) => [user_id, running]));
  }

  /** Those who come next in each person's queue, by priority, then age: as many as there are free places. */
  async next(tx: Transaction, userIds: readonly string[]): Promise<Download[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT waiting.id
         FROM unnest($1::text[]) AS person (user_id)
        CROSS JOIN LATERAL (
          SELECT count(*) AS running FROM downloads d
           WHERE d.user_id = person.user_id AND d.status = 'downloading' AND d.origin <> 'tracking') AS busy
        CROSS JOIN LATERAL (
          SELECT id FROM downloads d
           WHERE d.user_id = person.user_id AND d.queued_at IS NOT NULL
           ORDER BY d.priority DESC, d.queued_at, d.id
           LIMIT greatest(0, $2 - busy.running)) AS waiting`,
      [userIds, this.settings.runningLimit],
    );
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const records = await tx.getRepository(DownloadRecord).findBy({ id: In(ids) });
    return records.map((record) => Download.restore(record.toState()));
  }

  /** People who wait although a place is free. */
  async waiting(tx: Transaction, limit: number): Promise<string[]> {
    const rows: { user_id: string }[] = await tx.query(
      `SELECT DISTINCT user_id FROM downloads waiting
        WHERE queued_at IS NOT NULL
          AND (SELECT count(*) FROM downloads d
                WHERE d.user_id = waiting.user_id AND d.status = 'downloading' AND d.origin <> 'tracking') < $1
        LIMIT $2`,
      [this.settings.runningLimit, limit],
    );
    return rows.map(({ user_id }) => user_id);
  }
}
