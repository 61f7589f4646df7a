import type { DomainError } from '@waybill/kernel';
import type { Language } from '@waybill/platform';
import type { Page } from '../../application/assets.js';
import type { LinkAnswer } from '../../application/generate-link.js';
import type {
  DownloadedAsset,
  DownloadEntry,
  Paging,
  StoreFigures,
  TopAsset,
} from '../../application/store-queries.js';
import { storeText } from './store-messages.js';

/** Seeds: "Génération de Presigned URL"; `quality` is ours. */
export function presentLink({ url, expiresAt, expiresIn, quality, asset }: LinkAnswer) {
  const { id, title, category, vendor } = asset;
  return {
    url,
    expiresAt: expiresAt.toISOString(),
    expiresIn,
    quality,
    asset: { id, title, category, vendor },
  };
}

export function presentHistory(page: Page<DownloadedAsset>, paging: Paging) {
  return { data: page.items.map(presentDownloaded), meta: metaOf(page.total, paging) };
}

function presentDownloaded(item: DownloadedAsset) {
  return {
    assetId: item.assetId,
    assetTitle: item.title,
    assetCategory: item.category,
    price: item.price,
    purchaseDate: item.purchasedAt?.toISOString() ?? null,
    downloadCount: item.downloadCount,
    lastDownloadAt: item.lastDownloadAt.toISOString(),
  };
}

export function presentEligibility(refusal: DomainError | null, language: Language) {
  if (refusal === null) return { canDownload: true };
  return { canDownload: false, code: refusal.code, reason: storeText(refusal, language) };
}

export function presentDownloads(page: Page<DownloadEntry>, paging: Paging) {
  return { data: page.items.map(presentEntry), meta: metaOf(page.total, paging) };
}

function presentEntry({ id, userId, assetId, assetTitle, createdAt }: DownloadEntry) {
  return { id, userId, assetId, assetTitle, createdAt: createdAt.toISOString() };
}

/** The average is over the last 30 days, a string with two decimals, as the document shows it (DESIGN.md, section 9). */
export function presentFigures(figures: StoreFigures) {
  return {
    totalDownloads: figures.totalDownloads,
    uniqueUsers: figures.uniqueUsers,
    uniqueAssets: figures.uniqueAssets,
    recentDownloads30Days: figures.recentDownloads,
    averageDownloadsPerDay: (figures.recentDownloads / 30).toFixed(2),
    topAssets: figures.topAssets.map(presentTop),
  };
}

function presentTop({ assetId, title, category, price, downloadCount }: TopAsset) {
  return { assetId, title, category, price, downloadCount };
}

function metaOf(total: number, { page, limit }: Paging) {
  return { total, page, limit, totalPages: Math.ceil(total / limit) };
}
