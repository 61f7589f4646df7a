import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import type { Asset } from '../domain/asset.js';
import { Assets, type CatalogueFilter, type Page, type Publication } from '../application/assets.js';
import { ASSET_COLUMNS, assetOf, type AssetRow } from './asset-row.js';
import { countOf, rowsOf } from './sql.js';

const OFFERED = `
  a.removed_at IS NULL
  AND ($1::text IS NULL OR a.type = $1)
  AND ($2::text IS NULL OR a.category = $2)
  AND ($3::text IS NULL OR a.title ILIKE $3)`;

@Injectable()
export class TypeormAssets extends Assets {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async find(id: string): Promise<Asset | null> {
    const sql = `SELECT ${ASSET_COLUMNS} FROM assets a WHERE a.id = $1`;
    const [row] = await rowsOf<AssetRow>(this.transactions.manager, sql, [id]);
    return row === undefined ? null : assetOf(row);
  }

  override async list({ page, limit, type, category, q }: CatalogueFilter): Promise<Page<Asset>> {
    const filter = [type, category, q === null ? null : `%${literally(q)}%`];
    const { manager } = this.transactions;
    const counting = `SELECT count(*)::integer AS total FROM assets a WHERE ${OFFERED}`;
    const [counted] = await rowsOf<{ total: number }>(manager, counting, filter);
    const sql = `SELECT ${ASSET_COLUMNS} FROM assets a WHERE ${OFFERED}
      ORDER BY a.published_at DESC, a.id LIMIT $4 OFFSET $5`;
    const rows = await rowsOf<AssetRow>(manager, sql, [...filter, limit, (page - 1) * limit]);
    return { items: rows.map(assetOf), total: counted?.total ?? 0 };
  }

  override async put(publication: Publication, now: Date): Promise<{ asset: Asset; created: boolean }> {
    return this.transactions.run(async () => {
      const created = await this.#upsert(publication, now);
      await this.#replaceRenditions(publication);
      const asset = await this.find(publication.id);
      if (asset === null) throw new TypeError('An asset vanished while it was written');
      return { asset, created };
    });
  }

  async #upsert(publication: Publication, now: Date): Promise<boolean> {
    // xmax is 0 on a row that this statement inserted.
    const sql = `
      INSERT INTO assets (id, title, type, category, vendor, thumbnail, price_amount, price_currency, access,
        max_downloads, original_size_bytes, published_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
      ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, type = EXCLUDED.type, category = EXCLUDED.category,
        vendor = EXCLUDED.vendor, thumbnail = EXCLUDED.thumbnail, price_amount = EXCLUDED.price_amount,
        price_currency = EXCLUDED.price_currency, access = EXCLUDED.access, max_downloads = EXCLUDED.max_downloads,
        original_size_bytes = EXCLUDED.original_size_bytes, updated_at = EXCLUDED.updated_at, removed_at = NULL
      RETURNING xmax = 0 AS created`;
    const { id, title, type, category, vendor, thumbnail, price } = publication;
    const { access, maxDownloads, originalSizeBytes } = publication;
    const about = [id, title, type, category, vendor, thumbnail, price?.amount, price?.currency];
    const parameters = [...about, access, maxDownloads, originalSizeBytes, now];
    const [row] = await rowsOf<{ created: boolean }>(this.transactions.manager, sql, parameters);
    return row?.created === true;
  }

  async #replaceRenditions({ id, renditions }: Publication): Promise<void> {
    const qualities = renditions.map(({ quality }) => quality);
    const fileIds = renditions.map(({ fileId }) => fileId);
    const { manager } = this.transactions;
    await manager.query('DELETE FROM renditions WHERE asset_id = $1 AND quality <> ALL ($2)', [
      id,
      qualities,
    ]);
    const sql = `
      INSERT INTO renditions (asset_id, quality, file_id)
      SELECT $1, quality, file_id FROM unnest($2::text[], $3::uuid[]) AS chosen (quality, file_id)
      ON CONFLICT (asset_id, quality) DO UPDATE SET file_id = EXCLUDED.file_id`;
    await manager.query(sql, [id, qualities, fileIds]);
  }

  override async remove(id: string, now: Date): Promise<'removed' | 'unchanged' | 'absent'> {
    const { manager } = this.transactions;
    const sql = 'UPDATE assets SET removed_at = $2, updated_at = $2 WHERE id = $1 AND removed_at IS NULL';
    if ((await countOf(manager, sql, [id, now])) > 0) return 'removed';
    return (await this.find(id)) === null ? 'absent' : 'unchanged';
  }

  override async offering(fileId: string): Promise<readonly string[]> {
    const sql = 'SELECT DISTINCT asset_id FROM renditions WHERE file_id = $1 ORDER BY asset_id';
    const rows = await rowsOf<{ asset_id: string }>(this.transactions.manager, sql, [fileId]);
    return rows.map((row) => row.asset_id);
  }
}

/** What a person typed is no pattern. */
function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
