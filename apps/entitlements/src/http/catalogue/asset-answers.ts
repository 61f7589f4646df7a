import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { QUALITIES } from '@waybill/kernel';
import { ACCESS } from '../../domain/asset.js';
import { PriceRequest } from './asset-requests.js';

/** The answers of the catalogue, for its OpenAPI document; presenters build them. */
const whole = (example: number) => ({ type: 'integer' as const, example });
const maybe = (example: string) => ({ type: String, example, nullable: true });
const moment = { type: String, format: 'date-time' };

class RenditionAnswer {
  @ApiProperty({ enum: [...QUALITIES, 'original'] }) quality!: string;
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'for admin and service only' })
  fileId?: string;
  @ApiProperty({ type: String, example: 'castle.zip' }) fileName!: string;
  @ApiProperty({ type: String, example: 'application/zip' }) mediaType!: string;
  @ApiProperty({ ...whole(10_485_760), description: 'bytes' }) size!: number;
  @ApiProperty({ type: Boolean, description: 'false once its file was removed' }) available!: boolean;
}

export class AssetAnswer {
  @ApiProperty({ type: String, example: 'castle' }) id!: string;
  @ApiProperty({ type: String, example: 'Medieval Castle' }) title!: string;
  @ApiProperty({ type: String, example: 'model' }) type!: string;
  @ApiProperty(maybe('Architecture')) category!: string | null;
  @ApiProperty(maybe('John Doe')) vendor!: string | null;
  @ApiProperty(maybe('https://cdn.example/castle.png')) thumbnail!: string | null;
  @ApiProperty({ type: PriceRequest, nullable: true }) price!: PriceRequest | null;
  @ApiProperty({ enum: ACCESS }) access!: string;
  @ApiProperty({ ...whole(10), nullable: true, description: 'null is no limit' }) maxDownloads!:
    number | null;
  @ApiProperty({ type: [RenditionAnswer] }) renditions!: RenditionAnswer[];
  @ApiProperty({ ...whole(10_485_760), nullable: true }) originalSizeBytes!: number | null;
  @ApiProperty(moment) publishedAt!: string;
  @ApiProperty(moment) updatedAt!: string;
  @ApiProperty({ ...moment, nullable: true }) removedAt!: string | null;
}

class PageMeta {
  @ApiProperty(whole(15)) total!: number;
  @ApiProperty(whole(1)) page!: number;
  @ApiProperty(whole(20)) limit!: number;
  @ApiProperty(whole(1)) totalPages!: number;
}

export class AssetsAnswer {
  @ApiProperty({ type: [AssetAnswer] }) data!: AssetAnswer[];
  @ApiProperty({ type: PageMeta }) meta!: PageMeta;
}
