import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type CarriedGrant, type FileWish, Grants, type UnopenedDownload } from '../application/grants.js';
import type { Claim } from '../domain/order.js';
import { countOf, rowsOf } from './sql.js';

const ADD = `
  INSERT INTO grants (id, user_id, asset_id, download_id, generation, file_id, quality, origin, carrier, issued_at, expires_at)
  SELECT "grantId", "userId", "assetId", "downloadId", generation, "fileId", quality, origin, carrier, "issuedAt", "expiresAt"
  FROM jsonb_to_recordset($1) AS g ("grantId" text, "userId" text, "assetId" text, "downloadId" text, generation integer,
    "fileId" uuid, quality text, origin text, carrier text, "issuedAt" timestamptz, "expiresAt" timestamptz)`;

const UNOPENED = `
  SELECT g.download_id, g.generation FROM grants g
  WHERE g.user_id = $1 AND g.asset_id = $2 AND g.expires_at > $5 AND g.revoked_at IS NULL
    AND g.quality = $3 AND g.file_id = $4
    AND NOT EXISTS (SELECT 1 FROM downloads d WHERE d.id = g.download_id)
    AND NOT EXISTS (SELECT 1 FROM places p WHERE p.download_id = g.download_id AND p.alias_of IS NOT NULL)
  ORDER BY g.issued_at DESC, g.id DESC LIMIT 1`;

@Injectable()
export class TypeormGrants extends Grants {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async add(grants: readonly CarriedGrant[]): Promise<void> {
    await this.transactions.manager.query(ADD, [JSON.stringify(grants)]);
  }

  override async revokeOf({ userId, assetId }: Claim, now: Date): Promise<readonly string[]> {
    const sql = `UPDATE grants SET revoked_at = $3
      WHERE user_id = $1 AND asset_id = $2 AND expires_at > $3 AND revoked_at IS NULL RETURNING download_id`;
    const parameters = [userId, assetId, now];
    const rows = await rowsOf<{ download_id: string }>(this.transactions.manager, sql, parameters);
    return [...new Set(rows.map((row) => row.download_id))];
  }

  override async revokeOfDownload(downloadId: string, now: Date): Promise<void> {
    const sql = 'UPDATE grants SET revoked_at = $2 WHERE download_id = $1 AND revoked_at IS NULL';
    await this.transactions.manager.query(sql, [downloadId, now]);
  }

  override async isRevoked(grantId: string): Promise<boolean> {
    const sql = 'SELECT 1 FROM grants WHERE id = $1 AND revoked_at IS NULL';
    return (await rowsOf(this.transactions.manager, sql, [grantId])).length === 0;
  }

  override async unopened(
    { userId, assetId, quality, fileId }: FileWish,
    now: Date,
  ): Promise<UnopenedDownload | null> {
    const parameters = [userId, assetId, quality, fileId, now];
    const rows = await rowsOf<{ download_id: string; generation: number }>(
      this.transactions.manager,
      UNOPENED,
      parameters,
    );
    const [row] = rows;
    return row === undefined ? null : { downloadId: row.download_id, generation: row.generation };
  }

  override prune(before: Date): Promise<number> {
    return countOf(this.transactions.manager, 'DELETE FROM grants WHERE expires_at < $1', [before]);
  }

  override async forget(userId: string): Promise<void> {
    await this.transactions.manager.query('DELETE FROM grants WHERE user_id = $1', [userId]);
  }
}
