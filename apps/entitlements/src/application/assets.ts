import type { RenditionQuality } from '@waybill/kernel';
import type { Asset, AssetDescription } from '../domain/asset.js';

export interface RenditionChoice {
  readonly quality: RenditionQuality;
  readonly fileId: string;
}

export interface Publication extends AssetDescription {
  readonly renditions: readonly RenditionChoice[];
}

export interface CatalogueFilter {
  readonly page: number;
  readonly limit: number;
  readonly type: string | null;
  readonly category: string | null;
  /** part of a title */
  readonly q: string | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

export abstract class Assets {
  /** null where it was never published */
  abstract find(id: string): Promise<Asset | null>;

  /** Those that are offered, the latest first. Two statements, whatever the size of the page. */
  abstract list(filter: CatalogueFilter): Promise<Page<Asset>>;

  /** Publishes it or replaces what was there; one that was removed is offered again. */
  abstract put(publication: Publication, now: Date): Promise<{ asset: Asset; created: boolean }>;

  /** `absent`: never published; `unchanged`: removed before. */
  abstract remove(id: string, now: Date): Promise<'removed' | 'unchanged' | 'absent'>;

  /** Ids of the assets that offer this file. */
  abstract offering(fileId: string): Promise<readonly string[]>;
}
