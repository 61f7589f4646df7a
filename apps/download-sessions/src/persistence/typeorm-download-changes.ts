import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { DownloadChanges, type Followed, type NumberedState } from '../application/download-changes.js';
import { DownloadRecord } from './download.record.js';

@Injectable()
export class TypeormDownloadChanges extends DownloadChanges {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async latest(userId: string): Promise<number> {
    const [row] = await this.transactions.manager.query<{ number: number }[]>(
      `SELECT coalesce(max(change_number), 0) AS number FROM downloads
        WHERE user_id = $1 AND origin <> 'tracking'`,
      [userId],
    );
    return row?.number ?? 0;
  }

  override async since(
    { userId, downloadId }: Followed,
    number: number,
    limit: number,
  ): Promise<NumberedState[]> {
    const query = this.transactions.manager
      .createQueryBuilder(DownloadRecord, 'download')
      .where(`download.user_id = :userId AND download.origin <> 'tracking'`, { userId })
      .andWhere('download.change_number > :number', { number })
      .orderBy('download.changeNumber')
      .limit(limit);
    if (downloadId !== null) query.andWhere('download.id = :downloadId', { downloadId });
    const records = await query.getMany();
    return records.map((record) => ({ number: record.changeNumber, state: record.toState() }));
  }
}
