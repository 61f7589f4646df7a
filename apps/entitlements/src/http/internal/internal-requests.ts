import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { PUBLIC_ID, type Quality, QUALITIES, type Tier, TIERS } from '@waybill/kernel';
import type { Asking, BoundFile, Request } from '../../application/admission.js';
import type { GrantOrigin } from '../../application/grants.js';

const ORIGINS = ['tasks', 'offline', 'store', 'tracking', 'files'] as const satisfies readonly GrantOrigin[];

export class DecisionItemRequest {
  @Matches(PUBLIC_ID)
  downloadId!: string;

  @Matches(PUBLIC_ID)
  assetId!: string;

  @IsOptional()
  @IsIn(QUALITIES)
  quality?: Quality | null;

  @IsInt()
  @Min(1)
  generation!: number;
}

export class DecisionRequest extends DecisionItemRequest {
  @Matches(PUBLIC_ID)
  userId!: string;

  @IsIn(TIERS)
  tier!: Tier;

  @IsIn(ORIGINS)
  origin!: GrantOrigin;
}

export class DecisionBatchRequest {
  @Matches(PUBLIC_ID)
  userId!: string;

  @IsIn(TIERS)
  tier!: Tier;

  @IsIn(ORIGINS)
  origin!: GrantOrigin;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => DecisionItemRequest)
  items!: DecisionItemRequest[];
}

export class LinkRequest extends DecisionRequest {
  @IsUUID('loose')
  fileId!: string;

  @IsString()
  @Length(1, 1024)
  fileName!: string;

  @IsString()
  @Length(1, 256)
  etag!: string;
}

export class FileAccessRequest {
  @IsUUID('loose')
  fileId!: string;

  @Matches(PUBLIC_ID)
  userId!: string;

  @IsIn(TIERS)
  tier!: Tier;
}

export function askingOf({ userId, tier, origin }: Asking): Asking {
  return { userId, tier, origin };
}

export function requestOf({ downloadId, assetId, quality, generation }: DecisionItemRequest): Request {
  return { downloadId, assetId, quality: quality ?? null, generation };
}

export function boundRequestOf(request: LinkRequest): Request & { readonly file: BoundFile } {
  const { fileId, fileName, etag } = request;
  return { ...requestOf(request), file: { fileId, fileName, etag } };
}
