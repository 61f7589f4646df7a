import { ApiProperty } from '@nestjs/swagger';
import { TIERS } from '@waybill/kernel';
import { OrderPriceRequest } from './administration-requests.js';

/** The answers of the administration, for its OpenAPI document; presenters build them. */
const moment = { type: String, format: 'date-time' };

export class OrderAnswer {
  @ApiProperty({ type: String, example: 'order-1' }) id!: string;
  @ApiProperty({ type: String, example: 'user-1' }) userId!: string;
  @ApiProperty({ type: String, example: 'castle' }) assetId!: string;
  @ApiProperty({ type: String, example: 'PAID', description: 'a shop may have said others' }) status!: string;
  @ApiProperty({ type: 'integer', example: 1 }) quantity!: number;
  @ApiProperty({ type: OrderPriceRequest, nullable: true }) price!: OrderPriceRequest | null;
  @ApiProperty(moment) orderedAt!: string;
  @ApiProperty(moment) changedAt!: string;
}

export class SubscriptionAnswer {
  @ApiProperty({ type: String, example: 'user-1' }) userId!: string;
  @ApiProperty({ enum: TIERS }) tier!: string;
  @ApiProperty({ ...moment, nullable: true, description: 'null is without end' }) validUntil!: string | null;
  @ApiProperty(moment) changedAt!: string;
}

export class ErasureAnswer {
  @ApiProperty({ type: String, example: 'user-1' }) userId!: string;
  @ApiProperty(moment) erasedAt!: string;
}
