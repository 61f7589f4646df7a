import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Quality, isQuality, NAMED_QUALITIES, PUBLIC_ID, QUALITIES } from '@waybill/kernel';
import { PageNumber, QueryInteger, WhereGiven } from '@waybill/platform';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type { DownloadStatus } from '../../domain/download-state.js';

/** The document's three, and the platform's own names for all of them. */
export const QUALITY_NAMES = [...Object.keys(NAMED_QUALITIES), ...QUALITIES];
const FINAL = ['completed', 'failed', 'cancelled'] as const;
const STATUSES = ['all', 'pending', 'downloading', 'paused', ...FINAL] as const;
const LAST_PAGE = 2 ** 31;
const DAY = /^[1-9]\d{3}-\d{2}-\d{2}$/;
const MOST_RESOURCES = 100;

export class CreateRequest {
  @ApiProperty({ pattern: PUBLIC_ID.source, example: 'res_123456' })
  @Matches(PUBLIC_ID, { message: 'resourceId must be 1 to 128 characters of A-Z a-z 0-9 _ - . : @ |' })
  @IsString()
  resourceId!: string;

  @ApiPropertyOptional({ enum: QUALITY_NAMES, example: 'high' })
  @WhereGiven()
  @IsIn(QUALITY_NAMES)
  quality?: string;
}

export class BatchRequest {
  @ApiProperty({ type: [String], maxItems: MOST_RESOURCES, example: ['res_123456', 'res_234567'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_RESOURCES)
  @Matches(PUBLIC_ID, { each: true })
  @IsString({ each: true })
  resourceIds!: string[];

  @ApiPropertyOptional({ enum: QUALITY_NAMES, example: 'high' })
  @WhereGiven()
  @IsIn(QUALITY_NAMES)
  quality?: string;

  @ApiPropertyOptional({ type: Boolean, example: true })
  @WhereGiven()
  @IsBoolean()
  createArchive?: boolean;
}

export class StartRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, example: 1_677_721_600 })
  @WhereGiven()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  resumeFrom?: number;
}

export class ListRequest {
  @PageNumber(LAST_PAGE)
  page = 1;

  @QueryInteger({ minimum: 1, maximum: 100, default: 20 })
  limit = 20;

  @ApiPropertyOptional({ enum: STATUSES, default: 'all' })
  @IsIn(STATUSES)
  status: 'all' | DownloadStatus = 'all';

  @ApiPropertyOptional({ example: 'video' })
  @WhereGiven()
  @Matches(/^[^\0]*$/)
  @MaxLength(128)
  @IsString()
  resourceType?: string;

  @ApiPropertyOptional({ format: 'date', example: '2024-01-01' })
  @WhereGiven()
  @IsISO8601({ strict: true })
  @Matches(DAY)
  startDate?: string;

  @ApiPropertyOptional({ format: 'date', example: '2024-01-31' })
  @WhereGiven()
  @IsISO8601({ strict: true })
  @Matches(DAY)
  endDate?: string;
}

type Final = (typeof FINAL)[number];
const MOST_DAYS = 36_500;

export class CleanupRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: MOST_DAYS, default: 30 })
  @WhereGiven()
  @IsInt()
  @Min(0)
  @Max(MOST_DAYS)
  olderThan?: number;

  @ApiPropertyOptional({ isArray: true, enum: FINAL })
  @WhereGiven()
  @IsArray()
  @ArrayMinSize(1)
  @IsIn(FINAL, { each: true })
  status?: Final[];
}

/** `completed,failed`, or several times, or a list. */
const listed = ({ value }: { value: unknown }): unknown[] =>
  [value].flat().flatMap((part: unknown) => (typeof part === 'string' ? part.split(',') : part));

/** The same as a query: `olderThan=30&status=completed,failed`. */
export class CleanupQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: MOST_DAYS, default: 30 })
  @WhereGiven()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MOST_DAYS)
  olderThan?: number;

  @ApiPropertyOptional({ isArray: true, enum: FINAL })
  @WhereGiven()
  @Transform(listed)
  @IsIn(FINAL, { each: true })
  status?: Final[];
}

export function qualityFrom(name: string | undefined): Quality | null {
  if (name === undefined) return null;
  if (isQuality(name)) return name;
  const named: Readonly<Record<string, Quality>> = NAMED_QUALITIES;
  return named[name] ?? null;
}
