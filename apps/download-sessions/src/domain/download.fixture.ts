import { Download } from './download.js';
import type { DownloadState } from './download-state.js';
import type { TransferReport } from './transfer-report.js';
import { NO_COVERAGE } from './coverage.js';
import { ByteSet } from './byte-set.js';

export const NOW = new Date('2024-01-25T12:00:00.000Z');
export const SIZE = 1000;
const FILE = '0190b6c0-0000-7000-8000-000000000001';
export const LINK = { url: 'http://files.test/1', expiresAt: new Date('2024-01-26T00:00:00.000Z') };

export function later(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

export function newDownload(size = SIZE): Download {
  const target = {
    assetId: 'asset',
    assetTitle: 'Asset',
    resourceType: 'video',
    category: null,
    quality: '720p',
    fileId: FILE,
    fileName: 'asset.mp4',
    mediaType: 'video/mp4',
    etag: '"e"',
    size,
  } as const;
  const client = { network: null, userAgent: null, referrer: null };
  const made = {
    id: 'dl_1',
    userId: 'ada',
    target,
    origin: 'tasks',
    client,
    link: LINK,
    placeLimit: 10,
    keepDays: 30,
  } as const;
  return Download.create(made, NOW);
}

/** One that is stored already, in any state. */
export function stored(patch: Partial<DownloadState> = {}): Download {
  return Download.restore({ ...newDownload().state, ...NO_COVERAGE, ...patch });
}

export function inStatus(status: DownloadState['status'], patch: Partial<DownloadState> = {}): Download {
  const whole = status === 'completed' ? { covered: ByteSet.upTo(SIZE), completedAt: NOW } : {};
  const stopped = status === 'failed' || status === 'cancelled' ? { endedAt: NOW } : {};
  const paused = status === 'paused' ? { pausedAt: NOW } : {};
  return stored({ status, ...whole, ...stopped, ...paused, ...patch });
}

let transfers = 0;

export function report(patch: Partial<TransferReport> & Pick<TransferReport, 'ranges'>): TransferReport {
  transfers += 1;
  return {
    transferId: `t${transfers}`,
    downloadId: 'dl_1',
    generation: 1,
    fileId: FILE,
    outcome: 'complete',
    unknown: [],
    bytes: patch.ranges.reduce((sum, { start, end }) => sum + end - start, 0),
    durationMs: 1000,
    startedAt: NOW,
    lastStartedAt: patch.startedAt ?? NOW,
    reportedAt: later(1),
    ...patch,
  };
}
