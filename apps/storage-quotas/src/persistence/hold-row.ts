import { type Transaction } from '@waybill/messaging';
import { Hold, type Lease, type Phase } from '../domain/hold.js';
import { type QuotaScope } from '../domain/quotas.js';

interface HoldRow {
  readonly downloadId: string;
  readonly userId: string;
  readonly phase: Phase;
  readonly bytes: number | string;
  readonly generation: number;
  readonly revision: number | string;
  readonly leaseGeneration: number | null;
  readonly leaseBytes: number | string | null;
  readonly leaseUntil: Date | null;
}

/** The people's holds for these downloads. Sent after the account's lock, so that they are what the last change left. */
export async function findHolds(tx: Transaction, scopes: readonly QuotaScope[]): Promise<Hold[]> {
  const downloadIds = scopes.flatMap((scope) => scope.downloadIds ?? []);
  if (downloadIds.length === 0) return [];
  const rows: HoldRow[] = await tx.query(
    `SELECT download_id AS "downloadId", user_id AS "userId", phase, bytes, generation, revision,
            lease_generation AS "leaseGeneration", lease_bytes AS "leaseBytes", lease_until AS "leaseUntil"
       FROM holds WHERE download_id = ANY ($1) AND user_id = ANY ($2)`,
    [downloadIds, scopes.map(({ userId }) => userId)],
  );
  return rows.map(holdOf);
}

function holdOf(row: HoldRow): Hold {
  const { downloadId, userId, phase, bytes, generation, revision } = row;
  const sums = { bytes: Number(bytes), revision: Number(revision) };
  return Hold.restore({ downloadId, userId, phase, generation, ...sums, lease: leaseOf(row) });
}

function leaseOf({ leaseGeneration, leaseBytes, leaseUntil }: HoldRow): Lease | null {
  if (leaseGeneration === null || leaseBytes === null || leaseUntil === null) return null;
  return { generation: leaseGeneration, bytes: Number(leaseBytes), until: leaseUntil };
}
