import { chooseRendition, type Quality, type RenditionQuality } from '@waybill/kernel';
import { refuse } from './refusals.js';

/** Who may have it: anybody signed in; premium and family; whoever paid an order for it. */
export const ACCESS = ['public', 'subscription', 'purchase'] as const;
export type Access = (typeof ACCESS)[number];

/** Where a publisher says nothing (DESIGN.md, section 5). */
export const DEFAULT_MAX_DOWNLOADS = 10;

export interface Price {
  readonly amount: number;
  /** ISO 4217 */
  readonly currency: string;
}

export interface StoredFile {
  readonly fileId: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** bytes */
  readonly size: number;
  /** strong, with its quotes */
  readonly etag: string;
}

export interface Rendition extends StoredFile {
  readonly quality: RenditionQuality;
  /** false once the storage element removed the file */
  readonly available: boolean;
}

export interface AssetDescription {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly category: string | null;
  readonly vendor: string | null;
  readonly thumbnail: string | null;
  readonly price: Price | null;
  readonly access: Access;
  /** per person and unit bought; null is no limit */
  readonly maxDownloads: number | null;
  /** of an asset that is hosted elsewhere, in bytes */
  readonly originalSizeBytes: number | null;
}

export interface Asset extends AssetDescription {
  readonly renditions: readonly Rendition[];
  readonly publishedAt: Date;
  readonly updatedAt: Date;
  /** Removed, not forgotten: history and figures still name it. */
  readonly removedAt: Date | null;
}

/**
 * The rendition that serves `wanted`; null where the asset is hosted elsewhere. Throws FILE_NOT_AVAILABLE where there is
 * neither: nothing was ever stored, or its file was removed.
 */
export function renditionFor(asset: Asset, wanted: Quality): Rendition | null {
  const available = asset.renditions.filter((rendition) => rendition.available);
  const chosen = chooseRendition(available, wanted);
  if (chosen !== undefined) return chosen;
  const hostedElsewhere = asset.renditions.length === 0 && asset.originalSizeBytes !== null;
  if (hostedElsewhere) return null;
  throw refuse('FILE_NOT_AVAILABLE');
}
