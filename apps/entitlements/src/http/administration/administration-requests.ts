import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { PUBLIC_ID, type Tier, TIERS } from '@waybill/kernel';
import type { OrderStatement } from '../../application/orders.js';
import { ORDER_STATUSES } from '../../domain/order.js';
import type { Subscription } from '../../domain/subscription.js';

export class OrderPriceRequest {
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

export class OrderRequest {
  @ApiProperty({ type: String, pattern: PUBLIC_ID.source, example: 'user-1' })
  @Matches(PUBLIC_ID)
  userId!: string;

  @ApiProperty({ type: String, pattern: PUBLIC_ID.source, example: 'castle' })
  @Matches(PUBLIC_ID)
  assetId!: string;

  @ApiProperty({ enum: ORDER_STATUSES })
  @IsIn(ORDER_STATUSES)
  status!: (typeof ORDER_STATUSES)[number];

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1_000, default: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  quantity?: number | null;

  @ApiPropertyOptional({ type: OrderPriceRequest, nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => OrderPriceRequest)
  price?: OrderPriceRequest | null;
}

export class SubscriptionRequest {
  @ApiProperty({ enum: TIERS })
  @IsIn(TIERS)
  tier!: Tier;

  /** null, or nothing, is without end */
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  validUntil?: string | null;
}

export function statementOf(id: string, request: OrderRequest): OrderStatement {
  const { userId, assetId, status, quantity, price } = request;
  return { id, userId, assetId, status, quantity: quantity ?? 1, price: price ?? null };
}

export function subscriptionOf(
  userId: string,
  { tier, validUntil }: SubscriptionRequest,
): Omit<Subscription, 'changedAt'> {
  return { userId, tier, validUntil: typeof validUntil === 'string' ? new Date(validUntil) : null };
}
