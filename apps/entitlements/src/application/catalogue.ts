import { Injectable } from '@nestjs/common';
import type { Caller } from '@waybill/platform';
import type { Asset } from '../domain/asset.js';
import { refuse } from '../domain/refusals.js';
import { Assets, type CatalogueFilter, type Page } from './assets.js';

/** The catalogue as people see it; whoever administers it sees what was removed, too. */
@Injectable()
export class Catalogue {
  constructor(private readonly assets: Assets) {}

  async get(assetId: string, caller: Caller): Promise<Asset> {
    const asset = await this.assets.find(assetId);
    if (asset === null) throw refuse('ASSET_NOT_FOUND');
    if (asset.removedAt !== null && !caller.has('admin', 'service')) throw refuse('ASSET_REMOVED');
    return asset;
  }

  list(filter: CatalogueFilter): Promise<Page<Asset>> {
    return this.assets.list(filter);
  }
}
