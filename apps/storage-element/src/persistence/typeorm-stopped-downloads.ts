import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { StoppedDownloads } from '../application/stopped-downloads.js';
import type { Stop } from '../application/stops.js';
import { STOPS_CHANNEL } from './news-channels.js';

const COLUMNS = `download_id AS "downloadId", generation, revoked_at AS "revokedAt"`;
/** NOTIFY carries 8000 bytes; an id has 128 characters at most. */
const IDS_PER_NOTICE = 50;

@Injectable()
export class TypeormStoppedDownloads extends StoppedDownloads {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async add(stops: readonly Stop[], at: Date): Promise<void> {
    if (stops.length === 0) return;
    await this.transactions.run(async (tx) => {
      await tx.query(
        `INSERT INTO stopped_downloads AS known (download_id, generation, revoked_at, stopped_at)
         SELECT download_id, max(generation), max(revoked_at), $4
           FROM unnest($1::text[], $2::int[], $3::timestamptz[]) AS news (download_id, generation, revoked_at)
          GROUP BY download_id ORDER BY download_id
         ON CONFLICT (download_id) DO UPDATE
            SET generation = greatest(known.generation, excluded.generation),
                revoked_at = greatest(known.revoked_at, excluded.revoked_at),
                stopped_at = greatest(known.stopped_at, excluded.stopped_at)`,
        [
          stops.map(({ downloadId }) => downloadId),
          stops.map(({ generation }) => generation),
          stops.map(({ revokedAt }) => revokedAt),
          at,
        ],
      );
      await tx.query('SELECT pg_notify($1, notice) FROM unnest($2::text[]) AS notice', [
        STOPS_CHANNEL,
        notices(stops.map(({ downloadId }) => downloadId)),
      ]);
    });
  }

  override all(): Promise<readonly Stop[]> {
    return this.transactions.manager.query(`SELECT ${COLUMNS} FROM stopped_downloads`);
  }

  override some(downloadIds: readonly string[]): Promise<readonly Stop[]> {
    return this.transactions.manager.query(
      `SELECT ${COLUMNS} FROM stopped_downloads WHERE download_id = ANY ($1)`,
      [downloadIds],
    );
  }

  override async prune(before: Date): Promise<number> {
    const [, count]: [unknown, number] = await this.transactions.manager.query(
      'DELETE FROM stopped_downloads WHERE stopped_at < $1',
      [before],
    );
    return count;
  }
}

function notices(ids: readonly string[]): readonly string[] {
  const count = Math.ceil(ids.length / IDS_PER_NOTICE);
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify(ids.slice(index * IDS_PER_NOTICE, (index + 1) * IDS_PER_NOTICE)),
  );
}
