import type { DownloadFacts, TransferServed } from '@waybill/contracts';
import { newDownloadId, uuidv7 } from '@waybill/kernel';

const CLIENT = { network: null, userAgent: null, referrer: null };

/** What an event of a download says that was just made; a test names what matters to it. */
export function pendingDownload(change: Partial<DownloadFacts> = {}): DownloadFacts {
  return {
    downloadId: newDownloadId(),
    revision: 1,
    generation: 1,
    aliases: [],
    userId: 'user',
    assetId: 'asset',
    assetTitle: 'A film',
    resourceType: 'movie',
    category: null,
    fileId: null,
    fileName: 'film.mp4',
    fileType: 'video',
    quality: '720p',
    size: 1000,
    origin: 'tasks',
    accuracy: 'observed',
    holdsQuota: true,
    status: 'pending',
    downloaded: 0,
    bytesServed: 0,
    retryCount: 0,
    resumeCount: 0,
    activeSeconds: 0,
    speedKbps: null,
    createdAt: new Date().toISOString(),
    startedAt: null,
    begunAt: null,
    endedAt: null,
    expiresAt: null,
    client: CLIENT,
    ...change,
  };
}

/** What a storage element reports of a body that ended well. */
export function servedTransfer(change: Partial<TransferServed> = {}): TransferServed {
  const now = new Date().toISOString();
  return {
    transferId: uuidv7(),
    sequence: 0,
    outcome: 'complete',
    downloadId: null,
    generation: 1,
    grantId: null,
    userId: 'user',
    assetId: 'asset',
    quality: '720p',
    origin: 'tasks',
    fileId: '0190d7a0-0000-7000-8000-000000000001',
    fileName: 'film.mp4',
    size: 1000,
    etag: '"e"',
    ranges: [],
    unknown: [],
    bytes: 0,
    durationMs: 100,
    startedAt: now,
    reportedAt: now,
    client: CLIENT,
    ...change,
  };
}
