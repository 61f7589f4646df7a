import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { type PlaceClaim, type PlaceNews, Places, type ServedBytes } from '../application/places.js';
import { countOf } from './sql.js';

const TAKE = `
  INSERT INTO places AS p (download_id, user_id, asset_id, generation, size, lease_until, taken_at)
  SELECT DISTINCT ON ("downloadId") "downloadId", "userId", "assetId", generation, size, "leaseUntil", $2::timestamptz
  FROM jsonb_to_recordset($1) AS claim ("downloadId" text, "userId" text, "assetId" text, generation integer,
    size bigint, "leaseUntil" timestamptz)
  ORDER BY "downloadId", generation DESC
  ON CONFLICT (download_id) DO UPDATE SET
    generation = GREATEST(p.generation, EXCLUDED.generation),
    size = GREATEST(p.size, EXCLUDED.size),
    lease_until = CASE WHEN p.released_at IS NULL AND p.lease_until IS NULL THEN NULL
      ELSE GREATEST(p.lease_until, EXCLUDED.lease_until) END,
    released_at = NULL
  WHERE p.user_id = EXCLUDED.user_id AND p.asset_id = EXCLUDED.asset_id`;

const SERVED = `
  WITH report AS (
    SELECT COALESCE(p.alias_of, p.download_id) AS download_id, max(served.size) AS size, sum(served.bytes)::bigint AS bytes
    FROM jsonb_to_recordset($1) AS served ("downloadId" text, size bigint, bytes bigint)
    JOIN places p ON p.download_id = served."downloadId"
    GROUP BY 1
  )
  UPDATE places p SET bytes_served = p.bytes_served + report.bytes, size = GREATEST(p.size, report.size), begun = true,
    lease_until = NULL, released_at = NULL
  FROM report WHERE p.download_id = report.download_id`;

/** News of an older generation than the place's tells nothing of what was taken since; that a byte came, it always does. */
const FOLLOW = `
  UPDATE places p SET
    begun = p.begun OR news.begun,
    size = GREATEST(p.size, news.size),
    generation = GREATEST(p.generation, news.generation),
    lease_until = CASE WHEN news.generation >= p.generation OR news.begun THEN NULL ELSE p.lease_until END,
    released_at = CASE
      WHEN p.begun OR news.begun THEN NULL
      WHEN news.generation < p.generation THEN p.released_at
      WHEN news.ended THEN $2::timestamptz
    END
  FROM jsonb_to_recordset($1) AS news ("downloadId" text, generation integer, size bigint, begun boolean, ended boolean)
  WHERE p.download_id = news."downloadId"`;

/** The bytes of an alias are those of the download that it stands for; its own place is nobody's. */
const FOLD_ALIASES = `
  WITH alias AS (
    SELECT news."downloadId" AS download_id, name.id FROM jsonb_to_recordset($1) AS news ("downloadId" text, aliases jsonb)
    CROSS JOIN LATERAL jsonb_array_elements_text(news.aliases) AS name (id)
    WHERE name.id <> news."downloadId"
  ), folded AS (
    UPDATE places p SET alias_of = alias.download_id, bytes_served = 0, begun = false, lease_until = NULL,
      released_at = COALESCE(p.released_at, $2::timestamptz)
    FROM alias, places before WHERE p.download_id = alias.id AND p.alias_of IS NULL AND before.download_id = p.download_id
    RETURNING alias.download_id, before.bytes_served AS bytes
  ), sums AS (SELECT download_id, sum(bytes)::bigint AS bytes FROM folded GROUP BY download_id)
  UPDATE places p SET bytes_served = p.bytes_served + sums.bytes, begun = p.begun OR sums.bytes > 0,
    released_at = CASE WHEN sums.bytes > 0 THEN NULL ELSE p.released_at END
  FROM sums WHERE p.download_id = sums.download_id`;

@Injectable()
export class TypeormPlaces extends Places {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async take(claims: readonly PlaceClaim[], now: Date): Promise<void> {
    if (claims.length > 0) await this.transactions.manager.query(TAKE, [JSON.stringify(claims), now]);
  }

  override async giveBack(downloadIds: readonly string[], now: Date): Promise<void> {
    const sql = `UPDATE places SET released_at = $2 WHERE download_id = ANY ($1) AND released_at IS NULL
      AND lease_until IS NOT NULL AND NOT begun`;
    await this.transactions.manager.query(sql, [downloadIds, now]);
  }

  override async recordServed(served: readonly ServedBytes[]): Promise<void> {
    await this.transactions.manager.query(SERVED, [JSON.stringify(served)]);
  }

  override async follow(news: readonly PlaceNews[], now: Date): Promise<void> {
    if (news.length === 0) return;
    const { manager } = this.transactions;
    const parameters = [JSON.stringify(news), now];
    await manager.query(FOLLOW, parameters);
    if (news.some(({ aliases }) => aliases.length > 0)) await manager.query(FOLD_ALIASES, parameters);
  }

  override releaseExpired(now: Date): Promise<number> {
    const sql = 'UPDATE places SET released_at = $1 WHERE released_at IS NULL AND lease_until <= $1';
    return countOf(this.transactions.manager, sql, [now]);
  }

  override prune(before: Date): Promise<number> {
    return countOf(this.transactions.manager, 'DELETE FROM places WHERE released_at < $1', [before]);
  }

  override async forget(userId: string): Promise<void> {
    await this.transactions.manager.query('DELETE FROM places WHERE user_id = $1', [userId]);
  }
}
