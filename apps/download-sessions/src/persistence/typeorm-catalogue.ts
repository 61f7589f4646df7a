import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { Catalogue, type CataloguedAsset } from '../application/catalogue.js';

@Injectable()
export class TypeormCatalogue extends Catalogue {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async find(assetId: string): Promise<CataloguedAsset | null> {
    const [asset] = await this.transactions.manager.query<CataloguedAsset[]>(
      `SELECT asset_id AS "assetId", title, type, category, thumbnail, access, place_limit AS "placeLimit"
         FROM catalogue WHERE asset_id = $1`,
      [assetId],
    );
    return asset ?? null;
  }

  override async put(asset: CataloguedAsset, changedAt: Date): Promise<void> {
    const { assetId, title, type, category, thumbnail, access, placeLimit } = asset;
    await this.transactions.manager.query(
      `INSERT INTO catalogue AS c (asset_id, title, type, category, thumbnail, access, place_limit, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (asset_id) DO UPDATE SET
         title = excluded.title, type = excluded.type, category = excluded.category,
         thumbnail = excluded.thumbnail, access = excluded.access, place_limit = excluded.place_limit,
         removed_at = NULL, changed_at = excluded.changed_at
       WHERE c.changed_at <= excluded.changed_at`,
      [assetId, title, type, category, thumbnail, access, placeLimit, changedAt],
    );
  }

  override async remove(assetId: string, removedAt: Date): Promise<void> {
    await this.transactions.manager.query(
      `UPDATE catalogue SET removed_at = $2, changed_at = $2 WHERE asset_id = $1 AND changed_at <= $2`,
      [assetId, removedAt],
    );
  }
}
