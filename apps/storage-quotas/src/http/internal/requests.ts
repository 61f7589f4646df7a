import { DOWNLOAD_ID, PUBLIC_ID, type Tier, TIERS } from '@waybill/kernel';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

/** A batch of downloads is at most 100 (tasks edition). */
const MOST_AT_ONCE = 100;

export class HoldItem {
  @Matches(DOWNLOAD_ID) downloadId!: string;
  @IsInt() @Min(1) generation!: number;
  @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) bytes!: number;
}

export class HoldRequest extends HoldItem {
  @Matches(PUBLIC_ID) userId!: string;
  @IsIn(TIERS) tier!: Tier;
}

export class HoldBatchRequest {
  @Matches(PUBLIC_ID) userId!: string;
  @IsIn(TIERS) tier!: Tier;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => HoldItem)
  items!: HoldItem[];
}

export class ReleaseQuery {
  @Type(() => Number) @IsInt() @Min(1) generation!: number;
}
