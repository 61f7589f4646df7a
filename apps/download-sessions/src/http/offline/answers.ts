import { ApiProperty } from '@nestjs/swagger';
import { QUALITIES, type Quality } from '@waybill/kernel';
import type { DownloadStatus } from '../../domain/download-state.js';

/** What a presenter returns: the fields of an answer, without being an instance of its class. */
export type Shape<T> = T extends readonly (infer E)[]
  ? Shape<E>[]
  : T extends object
    ? { [K in keyof T]: Shape<T[K]> }
    : T;

const STATUSES = ['pending', 'downloading', 'paused', 'completed', 'failed', 'cancelled'];
const words = (example: string) => ({ type: String, example });
const bytes = (example: string) => ({ type: String, pattern: '^[0-9]+$', example, description: 'bytes' });
const status = { enum: STATUSES, example: 'downloading' };
const quality = { enum: QUALITIES, example: '720p' };
const progress = { type: 'integer' as const, minimum: 0, maximum: 100, example: 45 };
const id = words('dl_0197c0ffee0070008000000000000001');
const time = (example: string) => ({ type: String, format: 'date-time', example });
const noTime = (example: string) => ({ ...time(example), nullable: true });
const success = { type: Boolean, example: true };
const link = {
  type: String,
  format: 'uri',
  nullable: true,
  description: 'null where there is nothing to fetch: hosted elsewhere, or not running',
};

class Link {
  @ApiProperty(link) download_url!: string | null;
  @ApiProperty(noTime('2026-01-28T22:30:00.000Z')) url_expires_at!: string | null;
}

class Started extends Link {
  @ApiProperty(id) id!: string;
  @ApiProperty(words('clx789ghi')) user_id!: string;
  @ApiProperty(words('clx456def')) content_id!: string;
  @ApiProperty({ ...status, example: 'pending' }) status!: DownloadStatus;
  @ApiProperty(quality) quality!: Quality;
  @ApiProperty({ ...progress, example: 0 }) progress!: number;
  @ApiProperty(bytes('536870912')) file_size_bytes!: string;
  @ApiProperty(bytes('0')) downloaded_bytes!: string;
  @ApiProperty(noTime('2026-02-27T10:30:00.000Z')) expires_at!: string | null;
  @ApiProperty(time('2026-01-28T10:30:00.000Z')) created_at!: string;
}

export class StartedAnswer {
  @ApiProperty(success) success!: true;
  @ApiProperty(words('Download started')) message!: string;
  @ApiProperty({ type: Started }) download!: Started;
}

class Content {
  @ApiProperty(words('clx456def')) id!: string;
  @ApiProperty(words('The Dark Knight')) title!: string;
  @ApiProperty(words('movie')) content_type!: string;
  @ApiProperty({ type: String, nullable: true, example: 'https://…' }) thumbnail!: string | null;
  @ApiProperty({ type: Boolean, example: true }) is_premium!: boolean;
}

export class Listed {
  @ApiProperty(id) id!: string;
  @ApiProperty(words('clx789ghi')) user_id!: string;
  @ApiProperty(words('clx456def')) content_id!: string;
  @ApiProperty({ ...status, example: 'completed' }) status!: DownloadStatus;
  @ApiProperty(quality) quality!: Quality;
  @ApiProperty({ ...progress, example: 100 }) progress!: number;
  @ApiProperty(bytes('536870912')) file_size_bytes!: string;
  @ApiProperty(bytes('536870912')) downloaded_bytes!: string;
  @ApiProperty(noTime('2026-02-27T10:30:00.000Z')) expires_at!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) error_message!: string | null;
  @ApiProperty({ type: 'integer', example: 0 }) failed_count!: number;
  @ApiProperty({ type: Content }) content!: Content;
  @ApiProperty(time('2026-01-28T10:30:00.000Z')) created_at!: string;
  @ApiProperty(time('2026-01-28T10:35:00.000Z')) updated_at!: string;
}

class Pagination {
  @ApiProperty({ type: 'integer', example: 1 }) page!: number;
  @ApiProperty({ type: 'integer', example: 20 }) take!: number;
  @ApiProperty({ type: 'integer', example: 45 }) total!: number;
  @ApiProperty({ type: 'integer', example: 3 }) totalPages!: number;
}

export class ListAnswer {
  @ApiProperty(success) success!: true;
  @ApiProperty({ type: [Listed] }) downloads!: Listed[];
  @ApiProperty({ type: Pagination }) pagination!: Pagination;
}

class ShortContent {
  @ApiProperty(words('clx456def')) id!: string;
  @ApiProperty(words('The Dark Knight')) title!: string;
}

class Progress extends Link {
  @ApiProperty(id) id!: string;
  @ApiProperty(status) status!: DownloadStatus;
  @ApiProperty(progress) progress!: number;
  @ApiProperty(bytes('536870912')) file_size_bytes!: string;
  @ApiProperty(bytes('241172480')) downloaded_bytes!: string;
  @ApiProperty({ enum: ['observed', 'claimed', 'reported'], example: 'observed' }) accuracy!: string;
  @ApiProperty({ type: ShortContent }) content!: ShortContent;
}

export class ProgressAnswer {
  @ApiProperty(success) success!: true;
  @ApiProperty({ type: Progress }) download!: Progress;
}

class Paused {
  @ApiProperty(id) id!: string;
  @ApiProperty({ ...status, example: 'paused' }) status!: DownloadStatus;
  @ApiProperty(progress) progress!: number;
}

export class PausedAnswer {
  @ApiProperty(success) success!: true;
  @ApiProperty(words('Download paused')) message!: string;
  @ApiProperty({ type: Paused }) download!: Paused;
}

class Resumed extends Link {
  @ApiProperty(id) id!: string;
  @ApiProperty(status) status!: DownloadStatus;
  @ApiProperty(progress) progress!: number;
}

export class ResumedAnswer {
  @ApiProperty(success) success!: true;
  @ApiProperty(words('Download resumed')) message!: string;
  @ApiProperty({ type: Resumed }) download!: Resumed;
}

class Cancelled {
  @ApiProperty(id) id!: string;
  @ApiProperty({ ...status, example: 'cancelled' }) status!: DownloadStatus;
}

export class CancelledAnswer {
  @ApiProperty(success) success!: true;
  @ApiProperty(words('Download cancelled')) message!: string;
  @ApiProperty({ type: Cancelled }) download!: Cancelled;
}

class Deleted {
  @ApiProperty(id) id!: string;
  @ApiProperty(time('2026-01-28T11:00:00.000Z')) deleted_at!: string;
}

export class DeletedAnswer {
  @ApiProperty(success) success!: true;
  @ApiProperty(words('Download deleted')) message!: string;
  @ApiProperty({ type: Deleted }) download!: Deleted;
}

export class CleanupAnswer {
  @ApiProperty(success) success!: true;
  @ApiProperty(words('Cleanup completed - deleted 3 downloads')) message!: string;
  @ApiProperty(words('1.43 GB')) freed_storage!: string;
  @ApiProperty(bytes('1537302528')) freed_storage_bytes!: string;
  @ApiProperty({ type: 'integer', minimum: 0, example: 3 }) deleted_count!: number;
}
