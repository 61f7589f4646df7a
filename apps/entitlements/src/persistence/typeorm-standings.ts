import { Injectable } from '@nestjs/common';
import type { Tier } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { type Standing, Standings, type StandingsQuestion } from '../application/standings.js';
import { ASSET_COLUMNS, assetOf, type AssetRow } from './asset-row.js';
import { isTaken } from './place-sql.js';
import { rowsOf } from './sql.js';

interface StandingRow extends AssetRow {
  orders: { status: string; quantity: number }[] | null;
  subscription: { tier: Tier; valid_until: string | null } | null;
  taken: number;
  own: Record<string, number> | null;
  contested: boolean;
}

/** `assets` names one or many: with a plain parameter for the one that most decisions ask for, a plan serves them all. */
const standingsOf = (assets: string) => `
  SELECT ${ASSET_COLUMNS},
    (SELECT json_agg(json_build_object('status', o.status, 'quantity', o.quantity))
     FROM orders o WHERE o.user_id = $1 AND o.asset_id = a.id) AS orders,
    (SELECT json_build_object('tier', s.tier, 'valid_until', s.valid_until)
     FROM subscriptions s WHERE s.user_id = $1) AS subscription,
    places.taken, places.own, places.contested
  FROM assets a
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(p.weight), 0)::integer AS taken,
      json_object_agg(p.download_id, p.weight) FILTER (WHERE p.download_id = ANY ($3)) AS own,
      COALESCE(bool_or(p.lease_until IS NOT NULL AND p.download_id <> ALL ($3)), false) AS contested
    FROM places p WHERE p.user_id = $1 AND p.asset_id = a.id AND ${isTaken('p', '$4')}
  ) places
  WHERE a.id ${assets}`;
const ONE = standingsOf('= $2');
const MANY = standingsOf('= ANY ($2)');

@Injectable()
export class TypeormStandings extends Standings {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  override async lock(userId: string, assetIds: readonly string[]): Promise<void> {
    // Sorted before it locks: two batches that share assets would wait for each other otherwise.
    const sql = `
      SELECT pg_advisory_xact_lock(key) FROM (
        SELECT DISTINCT hashtextextended($1 || '/' || asset_id, 0) AS key FROM unnest($2::text[]) AS asset_id ORDER BY key
      ) AS keys`;
    await this.transactions.manager.query(sql, [userId, assetIds]);
  }

  override async of({ userId, assetIds, downloadIds, now }: StandingsQuestion) {
    const [assetId] = assetIds;
    const [sql, assets] = assetIds.length === 1 ? [ONE, assetId] : [MANY, assetIds];
    const rows = await rowsOf<StandingRow>(this.transactions.manager, sql, [
      userId,
      assets,
      downloadIds,
      now,
    ]);
    return new Map(rows.map((row) => [row.id, standingOf(row)]));
  }
}

function standingOf(row: StandingRow): Standing {
  return {
    asset: assetOf(row),
    orders: row.orders ?? [],
    subscription: row.subscription && {
      tier: row.subscription.tier,
      validUntil: row.subscription.valid_until === null ? null : new Date(row.subscription.valid_until),
    },
    taken: row.taken,
    own: row.own ?? {},
    isContested: row.contested,
  };
}
