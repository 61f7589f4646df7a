import { Controller } from '@nestjs/common';
import { type AssetPublished, assetPublished, type AssetRemoved, assetRemoved } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { Catalogue } from '../application/catalogue.js';

/** Listens to `waybill.catalog.v1`: what lists show of an asset. */
@Controller()
export class CatalogueConsumer {
  constructor(private readonly catalogue: Catalogue) {}

  @OnEvent(assetPublished)
  published({ maxDownloads: placeLimit, publishedAt, ...asset }: AssetPublished): Promise<void> {
    return this.catalogue.put({ ...asset, placeLimit }, new Date(publishedAt));
  }

  @OnEvent(assetRemoved)
  removed({ assetId, removedAt }: AssetRemoved): Promise<void> {
    return this.catalogue.remove(assetId, new Date(removedAt));
  }
}
