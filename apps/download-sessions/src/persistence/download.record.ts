import type { Quality } from '@waybill/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Beginnings } from '../domain/beginnings.js';
import { ByteSet } from '../domain/byte-set.js';
import type { DownloadState, Origin, DownloadStatus } from '../domain/download-state.js';
import type { Pace } from '../domain/pace.js';
import type { RecentTransfer } from '../domain/recent-transfers.js';
import { beginnings } from './beginnings.js';
import { multirange } from './multirange.js';

type Nullable<T> = T | null;
const time = { type: 'timestamptz', nullable: true } as const;
const bytes = { type: 'bigint' } as const;

/** A row of `downloads`. Columns without a name are called as they are. */
@Entity('downloads')
export class DownloadRecord {
  @PrimaryColumn('text') id!: string;
  @Column('text', { name: 'user_id' }) userId!: string;
  @Column('text', { name: 'asset_id', nullable: true }) assetId!: Nullable<string>;
  @Column('text', { name: 'asset_title' }) assetTitle!: string;
  @Column('text', { name: 'resource_type' }) resourceType!: string;
  @Column('text', { nullable: true }) category!: Nullable<string>;
  @Column('text', { nullable: true }) quality!: Nullable<Quality>;
  @Column('text', { name: 'file_id', nullable: true }) fileId!: Nullable<string>;
  @Column('text', { name: 'file_name' }) fileName!: string;
  @Column('text', { name: 'media_type' }) mediaType!: string;
  @Column('text', { nullable: true }) etag!: Nullable<string>;
  @Column({ ...bytes }) size!: number;
  @Column('text') origin!: Origin;
  @Column('text', { name: 'batch_id', nullable: true }) batchId!: Nullable<string>;
  @Column('text', { nullable: true }) network!: Nullable<string>;
  @Column('text', { name: 'user_agent', nullable: true }) userAgent!: Nullable<string>;
  @Column('text', { nullable: true }) referrer!: Nullable<string>;
  @Column('int', { name: 'place_limit', nullable: true }) placeLimit!: Nullable<number>;
  @Column('boolean', { name: 'holds_quota' }) holdsQuota!: boolean;
  /** Places that it takes against `maxDownloads`, kept beside the row so that they can be summed. */
  @Column('int') places!: number;

  @Column('text') status!: DownloadStatus;
  @Column('int') revision!: number;
  @Column('int') generation!: number;
  @Column('text', { array: true }) aliases!: string[];
  @Column('int') priority!: number;
  @Column({ name: 'queued_at', ...time }) queuedAt!: Nullable<Date>;
  @Column('text', { name: 'link_url', nullable: true }) linkUrl!: Nullable<string>;
  @Column({ name: 'link_expires_at', ...time }) linkExpiresAt!: Nullable<Date>;
  @Column('text', { name: 'failure_reason', nullable: true }) failureReason!: Nullable<string>;
  @Column('text', { name: 'failure_message', nullable: true }) failureMessage!: Nullable<string>;
  @Column('int', { name: 'failed_count' }) failedCount!: number;
  @Column('int', { name: 'retry_count' }) retryCount!: number;
  @Column('int', { name: 'resume_count' }) resumeCount!: number;

  @Column({ type: 'int8multirange', transformer: multirange }) covered!: ByteSet;
  @Column({ type: 'int8multirange', transformer: multirange }) claimed!: ByteSet;
  @Column({ type: 'int8multirange', transformer: multirange }) unknown!: ByteSet;
  @Column({ type: 'jsonb', nullable: true, transformer: beginnings }) beginnings!: Beginnings;
  @Column({ name: 'bytes_served', ...bytes }) bytesServed!: number;
  @Column('jsonb') pace!: Pace;
  @Column('jsonb', { name: 'recent_transfers' }) recentTransfers!: readonly RecentTransfer[];
  @Column('double precision', { name: 'speed_kbps', nullable: true }) speedKbps!: Nullable<number>;

  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
  @Column({ name: 'started_at', ...time }) startedAt!: Nullable<Date>;
  @Column({ name: 'begun_at', ...time }) begunAt!: Nullable<Date>;
  @Column({ name: 'last_byte_at', ...time }) lastByteAt!: Nullable<Date>;
  @Column({ name: 'paused_at', ...time }) pausedAt!: Nullable<Date>;
  @Column({ name: 'completed_at', ...time }) completedAt!: Nullable<Date>;
  @Column({ name: 'ended_at', ...time }) endedAt!: Nullable<Date>;
  @Column({ name: 'expires_at', ...time }) expiresAt!: Nullable<Date>;
  @Column({ name: 'expired_at', ...time }) expiredAt!: Nullable<Date>;
  @Column({ name: 'deleted_at', ...time }) deletedAt!: Nullable<Date>;

  /** Given by the database with every change. */
  @Column({ name: 'change_number', ...bytes, insert: false, update: false }) changeNumber!: number;

  toState(): DownloadState {
    const { linkUrl, linkExpiresAt, failureReason, failureMessage, network, userAgent, referrer, ...rest } =
      this;
    const { places: _, changeNumber: __, ...same } = rest;
    return {
      ...same,
      client: { network, userAgent, referrer },
      link: linkUrl === null || linkExpiresAt === null ? null : { url: linkUrl, expiresAt: linkExpiresAt },
      failure: failureReason === null ? null : { reason: failureReason, message: failureMessage },
    };
  }
}
