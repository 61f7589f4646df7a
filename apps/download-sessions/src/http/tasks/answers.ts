import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { FINAL_STATUSES, LIVE_STATUSES } from '../../domain/download-state.js';
import { QUALITY_NAMES } from './requests.js';

const STATUSES = [...LIVE_STATUSES, ...FINAL_STATUSES];
const ACCURACIES = ['observed', 'claimed', 'reported'];
const time = { type: String, format: 'date-time', example: '2024-01-25T11:30:00.000Z' } as const;
const bytes = { type: 'integer', minimum: 0, example: 3_355_443_200 } as const;
const count = { type: 'integer', minimum: 0 } as const;
const id = { type: String, example: 'dl_0190b6c0000070008000000000000001' } as const;
const link = {
  type: String,
  nullable: true,
  description: 'null where the asset is hosted elsewhere',
  example: 'https://downloads.example.com/api/v1/files/0190b6c0-0000-7000-8000-000000000001/download?token=…',
} as const;

class Succeeded {
  @ApiProperty({ type: Boolean, enum: [true], example: true }) success!: true;
}

class Told extends Succeeded {
  @ApiProperty({ type: String, example: '下载任务创建成功' }) message!: string;
}

class CreatedBody {
  @ApiProperty(id) id!: string;
  @ApiProperty({ type: String, nullable: true }) resourceId!: string | null;
  @ApiProperty({ type: String }) resourceTitle!: string;
  @ApiProperty({ type: String }) fileName!: string;
  @ApiProperty(bytes) fileSize!: number;
  @ApiProperty(link) downloadUrl!: string | null;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiProperty({ enum: QUALITY_NAMES, nullable: true }) quality!: string | null;
  @ApiProperty({ ...time, nullable: true, description: 'when the link ends' }) expiresAt!: string | null;
  @ApiProperty(time) createdAt!: string;
  @ApiProperty({ ...count, example: 1 }) downloadCount!: number;
  @ApiProperty({ ...count, nullable: true, description: 'null is no limit', example: 9 })
  remainingDownloads!: number | null;
}

export class ItemBody extends CreatedBody {
  @ApiProperty({ type: String, example: 'video' }) resourceType!: string;
  @ApiPropertyOptional({ type: String }) resourceThumbnail?: string;
  @ApiProperty(bytes) downloaded!: number;
  @ApiProperty({ type: Number, minimum: 0, maximum: 100 }) progress!: number;
  @ApiProperty({ enum: ACCURACIES }) accuracy!: string;
  @ApiProperty({ ...bytes, description: 'bytes per second', example: 2_097_152 }) speed!: number;
  @ApiPropertyOptional({ ...count, description: 'seconds' }) remainingTime?: number;
  @ApiPropertyOptional(time) startedAt?: string;
  @ApiPropertyOptional(time) completedAt?: string;
  @ApiPropertyOptional(time) pausedAt?: string;
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
  @ApiProperty(count) retryCount!: number;
}

class ChunkBody {
  @ApiProperty(count) index!: number;
  @ApiProperty(bytes) start!: number;
  @ApiProperty({ ...bytes, description: 'exclusive' }) end!: number;
  @ApiProperty({ enum: ['pending', 'downloading', 'completed'] }) status!: string;
}

class DetailBody extends ItemBody {
  @ApiProperty({ type: [ChunkBody] }) chunks!: ChunkBody[];
}

class PaginationBody {
  @ApiProperty(count) page!: number;
  @ApiProperty(count) limit!: number;
  @ApiProperty(count) total!: number;
  @ApiProperty(count) totalPages!: number;
  @ApiProperty({ type: Boolean }) hasMore!: boolean;
}

class StatisticsBody {
  @ApiProperty(count) totalDownloads!: number;
  @ApiProperty(bytes) totalSize!: number;
  @ApiProperty(count) completedDownloads!: number;
  @ApiProperty(count) failedDownloads!: number;
  @ApiProperty(count) activeDownloads!: number;
}

class StartedBody {
  @ApiProperty(id) id!: string;
  @ApiProperty({ enum: STATUSES, description: 'pending: it waits for a place' }) status!: string;
  @ApiPropertyOptional(time) startedAt?: string;
  @ApiProperty({ ...bytes, description: 'the first byte to ask for' }) resumeFrom!: number;
  @ApiProperty(link) downloadUrl!: string | null;
  @ApiProperty({ ...time, nullable: true }) expiresAt!: string | null;
}

class PausedBody {
  @ApiProperty(id) id!: string;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiPropertyOptional(time) pausedAt?: string;
  @ApiProperty(bytes) downloaded!: number;
}

class RetriedBody {
  @ApiProperty(id) id!: string;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
  @ApiProperty(count) retryCount!: number;
  @ApiProperty(time) createdAt!: string;
  @ApiProperty(link) downloadUrl!: string | null;
  @ApiProperty({ ...time, nullable: true }) expiresAt!: string | null;
}

class ProgressBody {
  @ApiProperty(id) downloadId!: string;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiProperty({ type: Number, minimum: 0, maximum: 100 }) progress!: number;
  @ApiProperty({ enum: ACCURACIES }) accuracy!: string;
  @ApiProperty(bytes) downloaded!: number;
  @ApiProperty(bytes) fileSize!: number;
  @ApiProperty(bytes) speed!: number;
  @ApiPropertyOptional(count) remainingTime?: number;
  @ApiPropertyOptional(time) eta?: string;
  @ApiProperty(time) updatedAt!: string;
}

class BatchItemBody {
  @ApiProperty({ type: String }) resourceId!: string;
  @ApiProperty({ ...id, nullable: true }) downloadId!: string | null;
  @ApiProperty({ enum: ['created', 'failed'] }) status!: string;
  @ApiPropertyOptional({ type: String, example: '资源不存在' }) error?: string;
  @ApiPropertyOptional({ type: String, example: 'FILE_NOT_AVAILABLE' }) errorCode?: string;
}

class SummaryBody {
  @ApiProperty(count) total!: number;
  @ApiProperty(count) successful!: number;
  @ApiProperty(count) failed!: number;
  @ApiProperty(bytes) totalSize!: number;
}

class ArchiveBody {
  @ApiProperty({ type: String }) id!: string;
  @ApiProperty({ enum: ['unavailable'] }) status!: string;
}

class CreatedData {
  @ApiProperty({ type: CreatedBody }) download!: CreatedBody;
}
class ListData {
  @ApiProperty({ type: [ItemBody] }) items!: ItemBody[];
  @ApiProperty({ type: PaginationBody }) pagination!: PaginationBody;
  @ApiProperty({ type: StatisticsBody }) statistics!: StatisticsBody;
}
class DetailData {
  @ApiProperty({ type: DetailBody }) download!: DetailBody;
}
class StartedData {
  @ApiProperty({ type: StartedBody }) download!: StartedBody;
}
class PausedData {
  @ApiProperty({ type: PausedBody }) download!: PausedBody;
}
class RetriedData {
  @ApiProperty({ type: RetriedBody }) download!: RetriedBody;
}
class ProgressData {
  @ApiProperty({ type: ProgressBody }) progress!: ProgressBody;
}
class BatchData {
  @ApiProperty({ type: String, example: 'batch_0190b6c0000070008000000000000001' }) batchId!: string;
  @ApiProperty({ type: [BatchItemBody] }) downloads!: BatchItemBody[];
  @ApiProperty({ type: SummaryBody }) summary!: SummaryBody;
  @ApiPropertyOptional({ type: ArchiveBody }) archive?: ArchiveBody;
}
class CleanupData {
  @ApiProperty({ ...count, example: 45 }) cleanedCount!: number;
  @ApiProperty(bytes) freedSpace!: number;
}

export class CreatedAnswer extends Told {
  @ApiProperty({ type: CreatedData }) data!: CreatedData;
}
export class ListAnswer extends Succeeded {
  @ApiProperty({ type: ListData }) data!: ListData;
}
export class DetailAnswer extends Succeeded {
  @ApiProperty({ type: DetailData }) data!: DetailData;
}
export class StartedAnswer extends Told {
  @ApiProperty({ type: StartedData }) data!: StartedData;
}
export class PausedAnswer extends Told {
  @ApiProperty({ type: PausedData }) data!: PausedData;
}
export class CancelledAnswer extends Told {}
export class RetriedAnswer extends Told {
  @ApiProperty({ type: RetriedData }) data!: RetriedData;
}
export class ProgressAnswer extends Succeeded {
  @ApiProperty({ type: ProgressData }) data!: ProgressData;
}
export class BatchAnswer extends Told {
  @ApiProperty({ type: BatchData }) data!: BatchData;
}
export class CleanupAnswer extends Told {
  @ApiProperty({ type: CleanupData }) data!: CleanupData;
}

class ErrorBody {
  @ApiProperty({ type: String, example: 'DOWNLOAD_NOT_FOUND' }) code!: string;
  @ApiProperty({ type: String, example: '下载任务不存在' }) message!: string;
  @ApiPropertyOptional({ type: Object }) details?: object;
}

export class ErrorAnswer {
  @ApiProperty({ type: Boolean, enum: [false], example: false }) success!: false;
  @ApiProperty({ type: ErrorBody }) error!: ErrorBody;
}
