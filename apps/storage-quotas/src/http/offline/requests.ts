import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Tier, TIERS } from '@waybill/kernel';
import { WhereGiven } from '@waybill/platform';
import { IsBoolean, IsDefined, IsIn, IsInt, Max, Min } from 'class-validator';
import {
  type AccountSettings,
  AUTO_DELETE_DAYS,
  NOTIFICATION_THRESHOLD,
} from '../../domain/quota-account.js';

export class InitializeRequest {
  @ApiPropertyOptional({ enum: TIERS, default: 'free' })
  @WhereGiven()
  @IsIn(TIERS)
  tier?: Tier;
}

export class UpgradeRequest {
  @ApiProperty({ enum: TIERS, example: 'premium' })
  @IsDefined({ message: 'Missing $property' })
  @IsIn(TIERS)
  tier!: Tier;
}

export class SettingsRequest {
  @ApiPropertyOptional({ type: Boolean, example: true })
  @WhereGiven()
  @IsBoolean()
  auto_delete_enabled?: boolean;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 365, example: 45 })
  @WhereGiven()
  @IsInt()
  @Min(AUTO_DELETE_DAYS.min)
  @Max(AUTO_DELETE_DAYS.max)
  auto_delete_days?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, example: 75 })
  @WhereGiven()
  @IsInt()
  @Min(NOTIFICATION_THRESHOLD.min)
  @Max(NOTIFICATION_THRESHOLD.max)
  notification_threshold?: number;
}

/** Only what was named: the rest stays as it is. */
export function settingsFrom(request: SettingsRequest): Partial<AccountSettings> {
  const { auto_delete_enabled: enabled, auto_delete_days: days, notification_threshold: threshold } = request;
  return {
    ...(enabled !== undefined && { autoDeleteEnabled: enabled }),
    ...(days !== undefined && { autoDeleteDays: days }),
    ...(threshold !== undefined && { notificationThreshold: threshold }),
  };
}
