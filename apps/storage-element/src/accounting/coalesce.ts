import type { TransferServed } from '@waybill/contracts';
import { totalLength, unionOf } from '../domain/delivered.js';
import type { TransferAccount } from './transfer-account.js';
import type { TransferFacts } from './transfer-facts.js';

/**
 * Bodies that began and ended whole between two flushes, of one grant and one client, leave as one report: `bodies` says
 * how many, bytes and time are their sums, the ranges their union. Without it a client that fetches a file in small
 * pieces would cost more to account for than to serve.
 */
export function coalesce(whole: readonly TransferAccount[], now: number): readonly TransferServed[] {
  const groups = new Map<string, TransferAccount[]>();
  for (const account of whole) {
    const key = keyOf(account.facts);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [account]);
    else group.push(account);
  }
  return [...groups.values()].map((group) => merge(group, now));
}

function keyOf({ downloadId, generation, grantId, userId, fileId, client }: TransferFacts): string {
  return `${downloadId} ${generation} ${grantId} ${userId} ${fileId} ${client.network} ${client.userAgent}`;
}

function merge(group: readonly TransferAccount[], now: number): TransferServed {
  const [first] = group;
  if (first === undefined) throw new Error('There is nothing to merge');
  const report = first.report('complete', now);
  if (group.length === 1) return report;
  return {
    ...report,
    bodies: group.length,
    ranges: [...unionOf(group.flatMap(({ planned }) => planned))],
    bytes: group.reduce((sum, { planned }) => sum + totalLength(planned), 0),
    durationMs: group.reduce((sum, account) => sum + account.lasted(now), 0),
  };
}
