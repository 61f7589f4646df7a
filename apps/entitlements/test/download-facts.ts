import type { DownloadFacts } from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { MIB } from './scenery.js';

interface Wish extends Partial<DownloadFacts> {
  readonly title?: string;
}

/** What an event of a pending download says of it. */
export function downloadFacts({ title = 'Medieval Castle', ...change }: Wish): DownloadFacts {
  return {
    downloadId: newDownloadId(),
    revision: 1,
    generation: 1,
    aliases: [],
    userId: 'user',
    assetId: 'asset',
    assetTitle: title,
    resourceType: 'model',
    category: null,
    fileId: null,
    fileName: 'castle.zip',
    fileType: 'archive',
    quality: '720p',
    size: 10 * MIB,
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
    client: { network: null, userAgent: null, referrer: null },
    ...change,
  };
}
