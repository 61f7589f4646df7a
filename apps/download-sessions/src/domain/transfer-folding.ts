import { goOnAt, lose, observe } from './coverage.js';
import type { DownloadState } from './download-state.js';
import type { TransferReport } from './transfer-report.js';
import { keepPace } from './pace.js';
import { remember, startsAfter } from './recent-transfers.js';

/** What a report says of the bytes, whatever state the download is in: they were sent, so they count. */
export function foldTransfer(state: DownloadState, told: TransferReport): Partial<DownloadState> {
  const report = told.fileId === state.fileId ? told : { ...told, ranges: [], unknown: [] };
  const patch = delivered(state, report);
  return report.unknown.length > 0 ? { ...patch, ...lost({ ...state, ...patch }, report) } : patch;
}

function delivered(state: DownloadState, report: TransferReport): Partial<DownloadState> {
  if (report.bytes === 0) return {};
  const { covered, claimed, unknown } = observe(state, report.ranges, state.size);
  return {
    covered,
    claimed,
    unknown,
    bytesServed: state.bytesServed + report.bytes,
    pace: keepPace(state.pace, report.bytes, report.durationMs, report.reportedAt),
    recentTransfers: remember(state.recentTransfers, report),
    begunAt: state.begunAt ?? later(report.startedAt, state.createdAt),
    lastByteAt: later(report.reportedAt, state.lastByteAt),
  };
}

/**
 * What may have arrived though nobody saw it: the element died, or the connection broke before its last bytes were
 * acknowledged. Others may have served on before the loss was told: what went on there has filled its hole
 * already.
 */
function lost(state: DownloadState, report: TransferReport): Partial<DownloadState> {
  const left = lose(state, report.unknown, state.size);
  const { covered, claimed, unknown } = startsAfter(state.recentTransfers, report).reduce(goOnAt, left);
  return { covered, claimed, unknown };
}

function later(time: Date, other: Date | null): Date {
  return other !== null && other > time ? other : time;
}
