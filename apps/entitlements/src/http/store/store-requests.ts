import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { NAMED_QUALITIES, type Quality, QUALITIES } from '@waybill/kernel';
import { PageNumber, QueryInteger, WhereGiven } from '@waybill/platform';
import type { LinkRequest } from '../../application/generate-link.js';
import { LINK_LIFETIME } from '../../domain/generated-link.js';

export class GenerateDownloadRequest {
  /** the life of the link in seconds */
  @ApiPropertyOptional({
    type: 'integer',
    minimum: LINK_LIFETIME.least,
    maximum: LINK_LIFETIME.most,
    default: LINK_LIFETIME.default,
    description: 'seconds',
  })
  @WhereGiven()
  @IsInt()
  @Min(LINK_LIFETIME.least)
  @Max(LINK_LIFETIME.most)
  expiresIn?: number;

  @ApiPropertyOptional({ enum: [...QUALITIES, ...Object.keys(NAMED_QUALITIES)] })
  @WhereGiven()
  @Transform(({ value }: { value: unknown }) => qualityNamed(value))
  @IsIn(QUALITIES)
  quality?: Quality;
}

/** `low`, `medium` and `high` are other names of three of them. */
function qualityNamed(value: unknown): unknown {
  const named: Readonly<Record<string, Quality>> = NAMED_QUALITIES;
  return typeof value === 'string' && Object.hasOwn(named, value) ? named[value] : value;
}

export function linkRequestOf(assetId: string, { expiresIn, quality }: GenerateDownloadRequest): LinkRequest {
  return { assetId, quality: quality ?? null, expiresIn: expiresIn ?? LINK_LIFETIME.default };
}

export class HistoryQuery {
  @PageNumber()
  page = 1;

  @QueryInteger({ minimum: 1, maximum: 100, default: 20 })
  limit = 20;
}

export class AdminDownloadsQuery {
  @PageNumber()
  page = 1;

  @QueryInteger({ minimum: 1, maximum: 100, default: 50 })
  limit = 50;
}
