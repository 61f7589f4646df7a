import { type Tier, TIERS } from '@waybill/kernel';
import { ApiProperty } from '@nestjs/swagger';

/** What a presenter returns: the fields of an answer, without being an instance of its class. */
export type Shape<T> = T extends readonly (infer E)[]
  ? Shape<E>[]
  : T extends object
    ? { [K in keyof T]: Shape<T[K]> }
    : T;

const bytes = (example: string, description?: string) => ({
  type: String,
  pattern: '^[0-9]+$',
  example,
  description: description ?? 'bytes',
});
const words = (example: string) => ({ type: String, example });
const tier = { enum: TIERS, example: 'premium' };
const percent = (example: number) => ({ type: 'integer' as const, example });

class Settings {
  @ApiProperty({ type: Boolean, example: true }) auto_delete_enabled!: boolean;
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 365, example: 30 }) auto_delete_days!: number;
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 100, example: 80 }) notification_threshold!: number;
}

export class QuotaBody extends Settings {
  @ApiProperty(tier) tier!: Tier;
  @ApiProperty(words('50 GB')) total_storage!: string;
  @ApiProperty(bytes('53687091200')) total_storage_bytes!: string;
  @ApiProperty(words('25.5 GB')) used_storage!: string;
  @ApiProperty(bytes('27395133440')) used_storage_bytes!: string;
  @ApiProperty(bytes('536870912', 'the part of used that running downloads have reserved'))
  reserved_storage_bytes!: string;
  @ApiProperty(words('24.5 GB')) remaining_storage!: string;
  @ApiProperty(bytes('26291957760')) remaining_storage_bytes!: string;
  @ApiProperty(percent(51)) used_percent!: number;
}

class Alert {
  @ApiProperty(percent(51)) used_percent!: number;
  @ApiProperty(percent(80)) threshold!: number;
  @ApiProperty({ type: Boolean, example: false }) should_alert!: boolean;
  @ApiProperty(tier) tier!: Tier;
}

export class UsageAnswer {
  @ApiProperty({ type: Boolean, example: true }) success!: true;
  @ApiProperty({ type: QuotaBody }) storage!: QuotaBody;
  @ApiProperty({ type: Alert }) alert!: Alert;
}

class InfoStorage {
  @ApiProperty(tier) tier!: Tier;
  @ApiProperty(words('50 GB')) total_storage!: string;
  @ApiProperty(words('25.5 GB')) used_storage!: string;
  @ApiProperty(words('24.5 GB')) remaining_storage!: string;
  @ApiProperty(bytes('536870912')) reserved_storage_bytes!: string;
  @ApiProperty(percent(51)) used_percent!: number;
}

class Summary {
  @ApiProperty({ type: 'integer', example: 2 }) pending!: number;
  @ApiProperty({ type: 'integer', example: 1 }) downloading!: number;
  @ApiProperty({ type: 'integer', example: 15 }) completed!: number;
  @ApiProperty({ type: 'integer', example: 1 }) paused!: number;
  @ApiProperty({ type: 'integer', example: 0 }) failed!: number;
  @ApiProperty({ type: 'integer', example: 2 }) cancelled!: number;
}

export class InfoAnswer {
  @ApiProperty({ type: Boolean, example: true }) success!: true;
  @ApiProperty({ type: InfoStorage }) storage!: InfoStorage;
  @ApiProperty({ type: Summary }) downloads_summary!: Summary;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-15T08:00:00.000Z' })
  oldest_download!: string | null;
}

export class QuotaAnswer {
  @ApiProperty({ type: Boolean, example: true }) success!: true;
  @ApiProperty({ type: QuotaBody }) quota!: QuotaBody;
}

export class RemainingAnswer {
  @ApiProperty({ type: Boolean, example: true }) success!: true;
  @ApiProperty(tier) tier!: Tier;
  @ApiProperty(words('50 GB')) total_storage!: string;
  @ApiProperty(bytes('53687091200')) total_storage_bytes!: string;
  @ApiProperty(words('25.5 GB')) used_storage!: string;
  @ApiProperty(bytes('27395133440')) used_storage_bytes!: string;
  @ApiProperty(bytes('536870912')) reserved_storage_bytes!: string;
  @ApiProperty(words('24.5 GB')) remaining_storage!: string;
  @ApiProperty(bytes('26291957760')) remaining_storage_bytes!: string;
  @ApiProperty(percent(49)) remaining_percent!: number;
}

class AccountBody {
  @ApiProperty(words('0190b6c0-0000-7000-8000-000000000001')) id!: string;
  @ApiProperty(words('clx789ghi')) user_id!: string;
  @ApiProperty(tier) tier!: Tier;
  @ApiProperty(bytes('53687091200')) total_storage_bytes!: string;
  @ApiProperty(bytes('27395133440')) used_storage_bytes!: string;
}

class InitializedBody extends AccountBody {
  @ApiProperty({ type: Boolean, example: true }) auto_delete_enabled!: boolean;
  @ApiProperty({ type: 'integer', example: 30 }) auto_delete_days!: number;
  @ApiProperty({ type: 'integer', example: 80 }) notification_threshold!: number;
}

export class InitializedAnswer {
  @ApiProperty({ type: Boolean, example: true }) success!: true;
  @ApiProperty(words('Storage quota initialized')) message!: string;
  @ApiProperty({ type: InitializedBody }) quota!: InitializedBody;
}

export class UpgradedAnswer {
  @ApiProperty({ type: Boolean, example: true }) success!: true;
  @ApiProperty(words('Storage upgraded to premium')) message!: string;
  @ApiProperty({ type: AccountBody }) quota!: AccountBody;
}

class SettingsBody extends Settings {
  @ApiProperty(words('0190b6c0-0000-7000-8000-000000000001')) id!: string;
}

export class SettingsAnswer {
  @ApiProperty({ type: Boolean, example: true }) success!: true;
  @ApiProperty(words('Storage settings updated')) message!: string;
  @ApiProperty({ type: SettingsBody }) quota!: SettingsBody;
}

export class TierBody {
  @ApiProperty(tier) tier!: Tier;
  @ApiProperty({ type: 'integer', example: 50 }) storage_gb!: number;
  @ApiProperty(bytes('53687091200')) storage_bytes!: string;
  @ApiProperty(words('Perfect for regular watchers')) description!: string;
  @ApiProperty({
    type: [String],
    example: ['50 GB storage', 'Download multiple titles', '45-day auto-delete'],
  })
  features!: string[];
}

class TierBodies {
  @ApiProperty({ type: TierBody }) free!: TierBody;
  @ApiProperty({ type: TierBody }) premium!: TierBody;
  @ApiProperty({ type: TierBody }) family!: TierBody;
}

export class TiersAnswer {
  @ApiProperty({ type: Boolean, example: true }) success!: true;
  @ApiProperty({ type: TierBodies }) tiers!: TierBodies;
}

export class RefusalAnswer {
  @ApiProperty({ type: Boolean, example: false }) success!: false;
  @ApiProperty(words('Premium subscription required')) message!: string;
  @ApiProperty(words('SUBSCRIPTION_REQUIRED')) code!: string;
}
