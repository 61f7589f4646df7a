import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PUBLIC_ID, QUALITIES, type Quality } from '@waybill/kernel';
import { PageNumber, QueryInteger, WhereGiven } from '@waybill/platform';
import { Transform } from 'class-transformer';
import { IsBoolean, IsDefined, IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import type { DownloadStatus } from '../../domain/download-state.js';

const STATUSES = ['pending', 'downloading', 'completed', 'paused', 'failed', 'cancelled'] as const;
const CLEANUPS = ['old', 'expired'] as const;
export type Cleanup = (typeof CLEANUPS)[number];
const MOST_AT_ONCE = 100;
const LAST_PAGE = 2 ** 31;

export class StartRequest {
  @ApiProperty({ pattern: PUBLIC_ID.source, example: 'clx456def' })
  @IsDefined({ message: 'Missing $property' })
  @IsString()
  @Matches(PUBLIC_ID)
  content_id!: string;

  @ApiPropertyOptional({ enum: QUALITIES, default: '720p' })
  @WhereGiven()
  @IsIn(QUALITIES)
  quality?: Quality;
}

export class ListRequest {
  @PageNumber(LAST_PAGE)
  page = 1;

  @QueryInteger({ minimum: 1, maximum: MOST_AT_ONCE, default: 20 })
  take = 20;

  @ApiPropertyOptional({ enum: STATUSES })
  @WhereGiven()
  @IsIn(STATUSES)
  status?: DownloadStatus;
}

export class CleanupRequest {
  @ApiProperty({ enum: CLEANUPS, example: 'old' })
  @IsDefined({ message: 'Missing $property' })
  @IsIn(CLEANUPS)
  type!: Cleanup;

  @ApiPropertyOptional({ type: 'boolean', description: 'only says what would be freed', default: false })
  @WhereGiven()
  @IsBoolean()
  dry_run?: boolean;
}

export class ProgressRequest {
  @ApiProperty({
    oneOf: [
      { type: 'integer', minimum: 0 },
      { type: 'string', pattern: '^[0-9]+$' },
    ],
    example: '241172480',
  })
  @IsDefined({ message: 'Missing $property' })
  @Transform(({ value }: { value: unknown }) => bytesFrom(value))
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  downloaded_bytes!: number;
}

/** The edition writes bytes as decimal strings; a number is taken too. What is neither stays for the check to refuse. */
function bytesFrom(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}
