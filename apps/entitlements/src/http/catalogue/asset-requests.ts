import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  NotContains,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { QUALITIES, type RenditionQuality } from '@waybill/kernel';
import { PageNumber, QueryInteger } from '@waybill/platform';
import { ACCESS, type Access, DEFAULT_MAX_DOWNLOADS } from '../../domain/asset.js';
import type { Publication } from '../../application/assets.js';

const RENDITIONS = [...QUALITIES, 'original'] as const;
/** PostgreSQL keeps no NUL in a text. */
const NUL = '\0';

export class PriceRequest {
  @ApiProperty({ type: Number, minimum: 0, example: 29.99 })
  @IsNumber({ allowInfinity: false, allowNaN: false })
  @Min(0)
  @Max(1_000_000_000)
  amount!: number;

  /** ISO 4217 */
  @ApiProperty({ type: String, pattern: '^[A-Z]{3}$', example: 'EUR', description: 'ISO 4217' })
  @Matches(/^[A-Z]{3}$/)
  currency!: string;
}

export class RenditionRequest {
  @ApiProperty({ enum: RENDITIONS })
  @IsIn(RENDITIONS)
  quality!: RenditionQuality;

  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID('loose')
  fileId!: string;
}

export class PublishAssetRequest {
  @ApiProperty({ type: String, minLength: 1, maxLength: 500 })
  @IsString()
  @Length(1, 500)
  @NotContains(NUL)
  title!: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 64, example: 'video' })
  @IsString()
  @Length(1, 64)
  @NotContains(NUL)
  type!: string;

  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 128, nullable: true })
  @IsOptional()
  @IsString()
  @Length(1, 128)
  @NotContains(NUL)
  category?: string | null;

  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 256, nullable: true })
  @IsOptional()
  @IsString()
  @Length(1, 256)
  @NotContains(NUL)
  vendor?: string | null;

  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 2048, nullable: true })
  @IsOptional()
  @IsString()
  @Length(1, 2048)
  @NotContains(NUL)
  thumbnail?: string | null;

  @ApiPropertyOptional({ type: PriceRequest, nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => PriceRequest)
  price?: PriceRequest | null;

  @ApiProperty({ enum: ACCESS })
  @IsIn(ACCESS)
  access!: Access;

  /** null is no limit; nothing is the default of 10 */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, nullable: true, default: DEFAULT_MAX_DOWNLOADS })
  @ValidateIf(
    (request: PublishAssetRequest) => request.maxDownloads !== undefined && request.maxDownloads !== null,
  )
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxDownloads?: number | null;

  @ApiProperty({ type: [RenditionRequest], maxItems: RENDITIONS.length })
  @IsArray()
  @ArrayMaxSize(RENDITIONS.length)
  @ArrayUnique(({ quality }: RenditionRequest) => quality)
  @ValidateNested({ each: true })
  @Type(() => RenditionRequest)
  renditions!: RenditionRequest[];

  @ApiPropertyOptional({ type: 'integer', minimum: 0, nullable: true })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  originalSizeBytes?: number | null;
}

export class ListAssetsQuery {
  @PageNumber()
  page = 1;

  @QueryInteger({ minimum: 1, maximum: 100, default: 20 })
  limit = 20;

  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 64 })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  @NotContains(NUL)
  type?: string;

  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 128 })
  @IsOptional()
  @IsString()
  @Length(1, 128)
  @NotContains(NUL)
  category?: string;

  /** part of a title, in any case */
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 200 })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @NotContains(NUL)
  q?: string;
}

export function publicationOf(id: string, request: PublishAssetRequest): Publication {
  return {
    id,
    title: request.title,
    type: request.type,
    category: request.category ?? null,
    vendor: request.vendor ?? null,
    thumbnail: request.thumbnail ?? null,
    price: request.price ?? null,
    access: request.access,
    maxDownloads: request.maxDownloads === undefined ? DEFAULT_MAX_DOWNLOADS : request.maxDownloads,
    renditions: request.renditions.map(({ quality, fileId }) => ({ quality, fileId: fileId.toLowerCase() })),
    originalSizeBytes: request.originalSizeBytes ?? null,
  };
}
