/** What this service keeps of an asset, from its last event. */
export interface CataloguedAsset {
  readonly assetId: string;
  readonly title: string;
  readonly type: string;
  readonly category: string | null;
  readonly thumbnail: string | null;
  readonly access: 'public' | 'subscription' | 'purchase';
  /** sessions that a person may have; null is no limit */
  readonly placeLimit: number | null;
}

/** The projection of the catalogue. Older news than the last changes nothing. */
export abstract class Catalogue {
  abstract find(assetId: string): Promise<CataloguedAsset | null>;
  abstract put(asset: CataloguedAsset, changedAt: Date): Promise<void>;
  abstract remove(assetId: string, removedAt: Date): Promise<void>;
}
