import { ApiProperty } from '@nestjs/swagger';

export class ReportStartedAnswer {
  @ApiProperty({ example: 'dl_019a3c1e7f2b7c3d8e4f5a6b7c8d9e0f' }) download_id!: string;
  @ApiProperty({ enum: ['started'] }) status!: 'started';
}

export class CompletedAnswer {
  @ApiProperty({ enum: ['completed'] }) status!: 'completed';
  @ApiProperty() download_id!: string;
}

export class FailedAnswer {
  @ApiProperty({ enum: ['failed', 'not_found'] }) status!: 'failed' | 'not_found';
}

export class CancelledAnswer {
  @ApiProperty({ enum: ['cancelled', 'not_found'] }) status!: 'cancelled' | 'not_found';
}

export class ResumedAnswer {
  @ApiProperty({ description: 'empty where nothing is known' }) download_id!: string;
  @ApiProperty({ enum: ['resumed', 'not_found'] }) status!: 'resumed' | 'not_found';
}

const QUEUE_STATUSES = ['queued', 'downloading', 'paused'] as const;
export type QueueStatus = (typeof QUEUE_STATUSES)[number];

export class QueueEntry {
  @ApiProperty() download_id!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null where the asset is hosted elsewhere' })
  file_id!: string | null;
  @ApiProperty() file_name!: string;
  @ApiProperty({ type: 'integer' }) bytes_downloaded!: number;
  @ApiProperty({ type: 'integer' }) total_bytes!: number;
  @ApiProperty({ type: Number, description: '0 to 100' }) progress_percent!: number;
  @ApiProperty({ enum: QUEUE_STATUSES }) status!: QueueStatus;
  @ApiProperty({ type: 'integer' }) priority!: number;
  @ApiProperty({ enum: ['observed', 'claimed', 'reported'] }) accuracy!: 'observed' | 'claimed' | 'reported';
}

export class QueueAnswer {
  @ApiProperty() user_id!: string;
  @ApiProperty({ type: [QueueEntry] }) queue!: QueueEntry[];
  @ApiProperty({ type: 'integer' }) count!: number;
}

export class RefusalAnswer {
  @ApiProperty({ example: 'Download not found or already completed' }) detail!: string;
  @ApiProperty({ example: 'DOWNLOAD_NOT_FOUND' }) code!: string;
}
