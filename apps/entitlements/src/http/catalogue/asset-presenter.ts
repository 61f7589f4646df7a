import type { Caller } from '@waybill/platform';
import type { CatalogueFilter, Page } from '../../application/assets.js';
import type { Asset, Rendition } from '../../domain/asset.js';

/** File ids are for those who administer: everybody else is handed links. */
export function presentAsset(asset: Asset, caller: Caller) {
  const sees = caller.has('admin', 'service');
  return {
    id: asset.id,
    title: asset.title,
    type: asset.type,
    category: asset.category,
    vendor: asset.vendor,
    thumbnail: asset.thumbnail,
    price: asset.price,
    access: asset.access,
    maxDownloads: asset.maxDownloads,
    renditions: asset.renditions.map((rendition) => presentRendition(rendition, sees)),
    originalSizeBytes: asset.originalSizeBytes,
    publishedAt: asset.publishedAt.toISOString(),
    updatedAt: asset.updatedAt.toISOString(),
    removedAt: asset.removedAt?.toISOString() ?? null,
  };
}

function presentRendition(rendition: Rendition, withFileId: boolean) {
  return {
    quality: rendition.quality,
    ...(withFileId && { fileId: rendition.fileId }),
    fileName: rendition.fileName,
    mediaType: rendition.mediaType,
    size: rendition.size,
    available: rendition.available,
  };
}

export function presentAssets(
  { items, total }: Page<Asset>,
  { page, limit }: CatalogueFilter,
  caller: Caller,
) {
  return {
    data: items.map((asset) => presentAsset(asset, caller)),
    meta: { total, page, limit, totalPages: Math.ceil(total / limit) },
  };
}
