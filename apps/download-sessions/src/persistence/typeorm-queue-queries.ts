import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type Queue, QueueQueries } from '../application/queue-queries.js';
import { DownloadRecord } from './download.record.js';

/** Far more than a person has live; what lies beyond is counted, not shown. */
const MOST_SHOWN = 1000;

@Injectable()
export class TypeormQueueQueries extends QueueQueries {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async ofPerson(userId: string): Promise<Queue> {
    const [records, count] = await this.transactions.manager
      .createQueryBuilder(DownloadRecord, 'download')
      .where('download.user_id = :userId AND download.deleted_at IS NULL', { userId })
      .andWhere(`download.status IN ('pending', 'downloading', 'paused')`)
      .orderBy('download.priority', 'DESC')
      .addOrderBy('download.createdAt', 'ASC')
      .addOrderBy('download.id', 'ASC')
      .limit(MOST_SHOWN)
      .getManyAndCount();
    return { downloads: records.map((record) => record.toState()), count };
  }
}
