import type { RenditionQuality } from '@waybill/kernel';
import type { Access, Asset, Price, Rendition } from '../domain/asset.js';

export interface AssetRow {
  id: string;
  title: string;
  type: string;
  category: string | null;
  vendor: string | null;
  thumbnail: string | null;
  price_amount: string | null;
  price_currency: string | null;
  access: Access;
  max_downloads: number | null;
  original_size_bytes: string | null;
  published_at: Date;
  updated_at: Date;
  removed_at: Date | null;
  renditions: RenditionRow[] | null;
}

interface RenditionRow {
  quality: RenditionQuality;
  file_id: string;
  file_name: string;
  media_type: string;
  size: number;
  etag: string;
  available: boolean;
}

/** The columns of an asset `a` with its renditions, in one statement however many assets. */
export const ASSET_COLUMNS = `
  a.id, a.title, a.type, a.category, a.vendor, a.thumbnail, a.price_amount, a.price_currency, a.access,
  a.max_downloads, a.original_size_bytes, a.published_at, a.updated_at, a.removed_at,
  (SELECT json_agg(json_build_object(
     'quality', r.quality, 'file_id', f.id, 'file_name', f.file_name, 'media_type', f.media_type,
     'size', f.size, 'etag', f.etag, 'available', f.removed_at IS NULL) ORDER BY r.quality)
   FROM renditions r JOIN files f ON f.id = r.file_id WHERE r.asset_id = a.id) AS renditions`;

export function assetOf(row: AssetRow): Asset {
  return {
    id: row.id,
    title: row.title,
    type: row.type,
    category: row.category,
    vendor: row.vendor,
    thumbnail: row.thumbnail,
    price: priceOf(row.price_amount, row.price_currency),
    access: row.access,
    maxDownloads: row.max_downloads,
    originalSizeBytes: row.original_size_bytes === null ? null : Number(row.original_size_bytes),
    renditions: (row.renditions ?? []).map(renditionOf),
    publishedAt: row.published_at,
    updatedAt: row.updated_at,
    removedAt: row.removed_at,
  };
}

export function priceOf(amount: string | null, currency: string | null): Price | null {
  return amount === null || currency === null ? null : { amount: Number(amount), currency };
}

function renditionOf(row: RenditionRow): Rendition {
  return {
    quality: row.quality,
    fileId: row.file_id,
    fileName: row.file_name,
    mediaType: row.media_type,
    size: row.size,
    etag: row.etag,
    available: row.available,
  };
}
