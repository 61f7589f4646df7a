import type { TransferReport } from './transfer-report.js';

/** When a transfer was last heard of, in Unix milliseconds. */
export interface RecentTransfer {
  readonly id: string;
  readonly reportedAt: number;
}

/** A person may have 16 transfers at once; twice as many are remembered. */
const REMEMBERED = 32;

export function remember(
  known: readonly RecentTransfer[],
  { transferId: id, reportedAt }: TransferReport,
): readonly RecentTransfer[] {
  const before = known.find((one) => one.id === id);
  const entry = { id, reportedAt: Math.max(before?.reportedAt ?? 0, reportedAt.getTime()) };
  return [...known.filter((one) => one !== before), entry].slice(-REMEMBERED);
}

/** When its client was last seen to get bytes of it; of one that no report told of, when it began. */
export function lastHeardOf(
  known: readonly RecentTransfer[],
  { transferId, startedAt }: TransferReport,
): number {
  return known.find(({ id }) => id === transferId)?.reportedAt ?? startedAt.getTime();
}
