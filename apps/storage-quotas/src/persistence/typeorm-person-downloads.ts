import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import {
  type DownloadsSummary,
  type PersonDownload,
  PersonDownloads,
  SUMMARY_STATUSES,
  type SummaryStatus,
} from '../application/person-downloads.js';

interface Group {
  readonly status: SummaryStatus;
  readonly count: number;
  readonly oldest: Date;
}

@Injectable()
export class TypeormPersonDownloads extends PersonDownloads {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** In one order, so that two replicas never wait for each other. */
  override async follow(downloads: readonly PersonDownload[]): Promise<void> {
    if (downloads.length === 0) return;
    await this.transactions.manager.query(
      `INSERT INTO person_downloads (download_id, user_id, revision, status, created_at, gone_at)
       SELECT DISTINCT ON (download_id)
              download_id, CASE WHEN deleted THEN NULL ELSE user_id END, revision, status, created_at,
              CASE WHEN deleted THEN $7::timestamptz END
         FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::boolean[])
           AS news (download_id, user_id, revision, status, created_at, deleted)
        ORDER BY download_id, revision DESC
       ON CONFLICT (download_id) DO UPDATE
         SET user_id = excluded.user_id, revision = excluded.revision, status = excluded.status,
             gone_at = excluded.gone_at
         WHERE person_downloads.revision < excluded.revision`,
      [
        downloads.map(({ downloadId }) => downloadId),
        downloads.map(({ userId }) => userId),
        downloads.map(({ revision }) => revision),
        downloads.map(({ status }) => status),
        downloads.map(({ createdAt }) => createdAt),
        downloads.map(({ deleted }) => deleted),
        this.clock.now(),
      ],
    );
  }

  override async summary(userId: string): Promise<DownloadsSummary> {
    const groups: Group[] = await this.transactions.manager.query(
      `SELECT status, count(*)::int AS count, min(created_at) AS oldest
         FROM person_downloads WHERE user_id = $1 GROUP BY status`,
      [userId],
    );
    return { counts: countsOf(groups), oldest: oldestOf(groups) };
  }

  override async forget(userId: string): Promise<void> {
    await this.transactions.manager.query('DELETE FROM person_downloads WHERE user_id = $1', [userId]);
  }

  override async forgetGoneBefore(time: Date): Promise<number> {
    const forgotten: unknown[] = await this.transactions.manager.query(
      `WITH forgotten AS (DELETE FROM person_downloads WHERE gone_at < $1 RETURNING 1) SELECT * FROM forgotten`,
      [time],
    );
    return forgotten.length;
  }
}

function countsOf(groups: readonly Group[]): Record<SummaryStatus, number> {
  const count = (status: SummaryStatus) => groups.find((group) => group.status === status)?.count ?? 0;
  return Object.fromEntries(SUMMARY_STATUSES.map((status) => [status, count(status)])) as Record<
    SummaryStatus,
    number
  >;
}

function oldestOf(groups: readonly Group[]): Date | null {
  const times = groups.map(({ oldest }) => oldest.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}
