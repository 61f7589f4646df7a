import type { TransferReport } from './transfer-report.js';

/** Where a transfer began, and when it was last heard of. Times are Unix milliseconds. */
export interface RecentTransfer {
  readonly id: string;
  readonly offset: number;
  readonly startedAt: number;
  readonly reportedAt: number;
}

/** A person may have 16 transfers at once; twice as many are remembered. */
const REMEMBERED = 32;

export function remember(
  known: readonly RecentTransfer[],
  report: TransferReport,
): readonly RecentTransfer[] {
  const [first] = report.ranges;
  if (first === undefined) return known;
  const before = known.find(({ id }) => id === report.transferId);
  const entry: RecentTransfer = {
    id: report.transferId,
    offset: before?.offset ?? first.start,
    startedAt: report.startedAt.getTime(),
    reportedAt: Math.max(before?.reportedAt ?? 0, report.reportedAt.getTime()),
  };
  return [...known.filter(({ id }) => id !== entry.id), entry].slice(-REMEMBERED);
}

/**
 * Where clients went on after `lost` was last heard of. Its report may come long after them: the storage element that
 * died tells of it only when it is back, while others served on.
 */
export function startsAfter(known: readonly RecentTransfer[], lost: TransferReport): number[] {
  const heardOf = known.find(({ id }) => id === lost.transferId)?.reportedAt ?? lost.startedAt.getTime();
  const later = known.filter(({ id, startedAt }) => id !== lost.transferId && startedAt > heardOf);
  return later.map(({ offset }) => offset).sort((a, b) => a - b);
}
