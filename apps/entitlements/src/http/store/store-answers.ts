import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { QUALITIES } from '@waybill/kernel';

/** The answers of the store edition, for its OpenAPI document; presenters build them. */
const whole = (example: number, description?: string) => ({
  type: 'integer' as const,
  example,
  ...(description !== undefined && { description }),
});
const text = (example: string) => ({ type: String, example });
const maybe = (example: string) => ({ type: String, example, nullable: true });
const moment = (example: string) => ({ type: String, format: 'date-time', example });
const price = { type: Number, example: 29.99, nullable: true };

class LinkedAsset {
  @ApiProperty(text('123e4567-e89b-12d3-a456-426614174000')) id!: string;
  @ApiProperty(text('Medieval Castle 3D Model')) title!: string;
  @ApiProperty(maybe('Architecture')) category!: string | null;
  @ApiProperty(maybe('John Doe')) vendor!: string | null;
}

export class LinkAnswer {
  @ApiProperty({ type: String, format: 'uri' }) url!: string;
  @ApiProperty(moment('2026-02-01T15:30:00.000Z')) expiresAt!: string;
  @ApiProperty(whole(300, 'seconds that are left')) expiresIn!: number;
  @ApiProperty({ enum: QUALITIES, description: 'what was asked for, 720p where nothing was' })
  quality!: string;
  @ApiProperty({ type: LinkedAsset }) asset!: LinkedAsset;
}

class PageMeta {
  @ApiProperty(whole(15)) total!: number;
  @ApiProperty(whole(1)) page!: number;
  @ApiProperty(whole(20)) limit!: number;
  @ApiProperty(whole(1)) totalPages!: number;
}

class DownloadedAsset {
  @ApiProperty(text('castle')) assetId!: string;
  @ApiProperty(text('Medieval Castle')) assetTitle!: string;
  @ApiProperty(maybe('Architecture')) assetCategory!: string | null;
  @ApiProperty(price) price!: number | null;
  @ApiProperty({ ...moment('2026-01-15T10:00:00.000Z'), nullable: true }) purchaseDate!: string | null;
  @ApiProperty(whole(3)) downloadCount!: number;
  @ApiProperty(moment('2026-02-01T14:30:00.000Z')) lastDownloadAt!: string;
}

export class HistoryAnswer {
  @ApiProperty({ type: [DownloadedAsset] }) data!: DownloadedAsset[];
  @ApiProperty({ type: PageMeta }) meta!: PageMeta;
}

export class EligibilityAnswer {
  @ApiProperty({ type: Boolean }) canDownload!: boolean;
  @ApiPropertyOptional(text('NOT_PURCHASED')) code?: string;
  @ApiPropertyOptional(text('You do not have access to download this asset')) reason?: string;
}

class DownloadEntry {
  @ApiProperty(text('dl_0192aaaa00007000800000000000abcd')) id!: string;
  @ApiProperty(text('user-1')) userId!: string;
  @ApiProperty(text('castle')) assetId!: string;
  @ApiProperty(text('Medieval Castle')) assetTitle!: string;
  @ApiProperty(moment('2026-02-01T14:30:00.000Z')) createdAt!: string;
}

export class DownloadsAnswer {
  @ApiProperty({ type: [DownloadEntry] }) data!: DownloadEntry[];
  @ApiProperty({ type: PageMeta }) meta!: PageMeta;
}

class TopAsset {
  @ApiProperty(text('castle')) assetId!: string;
  @ApiProperty(text('Medieval Castle')) title!: string;
  @ApiProperty(maybe('Architecture')) category!: string | null;
  @ApiProperty(price) price!: number | null;
  @ApiProperty(whole(87)) downloadCount!: number;
}

export class FiguresAnswer {
  @ApiProperty(whole(1523, 'downloads that got a byte')) totalDownloads!: number;
  @ApiProperty(whole(342)) uniqueUsers!: number;
  @ApiProperty(whole(156)) uniqueAssets!: number;
  @ApiProperty(whole(487)) recentDownloads30Days!: number;
  @ApiProperty({ type: String, pattern: String.raw`^\d+\.\d{2}$`, example: '16.23' })
  averageDownloadsPerDay!: string;
  @ApiProperty({ type: [TopAsset] }) topAssets!: TopAsset[];
}
