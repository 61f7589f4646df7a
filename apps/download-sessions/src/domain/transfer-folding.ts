import { type Coverage, lose, observe } from './coverage.js';
import type { DownloadState } from './download-state.js';
import type { TransferReport } from './transfer-report.js';
import { keepPace } from './pace.js';
import { lastHeardOf, remember } from './recent-transfers.js';

/**
 * Elements have clocks of their own, and a client that fetches short bodies goes on within the millisecond: so much earlier by the
 * clock of another element still is after the one that died.
 */
const CLOCKS_DIFFER_MS = 100;

/** What a report says of the bytes, whatever state the download is in: they were sent, so they count. */
export function foldTransfer(state: DownloadState, told: TransferReport): Partial<DownloadState> {
  const report = told.fileId === state.fileId ? told : { ...told, ranges: [], unknown: [] };
  const patch = delivered(state, report);
  return report.unknown.length > 0 ? { ...patch, ...lost({ ...state, ...patch }, report) } : patch;
}

function delivered(state: DownloadState, report: TransferReport): Partial<DownloadState> {
  if (report.bytes === 0) return {};
  return {
    ...observe(state, report.ranges, report.lastStartedAt.getTime(), state.size),
    bytesServed: state.bytesServed + report.bytes,
    pace: keepPace(state.pace, report.bytes, report.durationMs, report.reportedAt),
    recentTransfers: remember(state.recentTransfers, report),
    begunAt: state.begunAt ?? later(report.startedAt, state.createdAt),
    lastByteAt: later(report.reportedAt, state.lastByteAt),
  };
}

/**
 * What may have arrived though nobody saw it: the element died, or the connection broke before its last bytes were
 * acknowledged.
 */
function lost(state: DownloadState, report: TransferReport): Coverage {
  const heardOf = lastHeardOf(state.recentTransfers, report);
  const since = report.outcome === 'lost' ? heardOf - CLOCKS_DIFFER_MS : heardOf;
  return lose(state, report.unknown, since, state.size);
}

function later(time: Date, other: Date | null): Date {
  return other !== null && other > time ? other : time;
}
