import type { DownloadFacts, TransferServed } from '@waybill/contracts';
import type { Script } from './scripts.js';

/** What is known of a download that was just made. */
export function createdFacts(script: Script, number: number, createdAt: string): DownloadFacts {
  const { userId, file, size, resourceType, category, reported, network } = script;
  return {
    downloadId: `dl_${createdAt.slice(0, 10)}_${String(number)}`,
    revision: 1,
    generation: 1,
    aliases: [],
    userId,
    assetId: 'asset-1',
    assetTitle: 'An asset',
    resourceType,
    category,
    fileId: file.id,
    fileName: file.name,
    fileType: file.type,
    quality: null,
    size,
    origin: reported ? 'tracking' : 'tasks',
    accuracy: reported ? 'reported' : 'observed',
    holdsQuota: !reported,
    status: 'pending',
    downloaded: 0,
    bytesServed: 0,
    retryCount: 0,
    resumeCount: 0,
    activeSeconds: 0,
    speedKbps: null,
    createdAt,
    startedAt: null,
    begunAt: null,
    endedAt: null,
    expiresAt: null,
    client: { network, userAgent: null, referrer: null },
  };
}

interface Body {
  readonly transferId: string;
  readonly bytes: number;
  readonly outcome: TransferServed['outcome'];
  /** Null for a file that was fetched by itself. */
  readonly downloadId: string | null;
  readonly at: string;
}

/** What a storage element reports of a body. */
export function reportOf(
  facts: DownloadFacts,
  { bytes, outcome, downloadId, transferId, at }: Body,
): TransferServed {
  const { fileId, fileName, size, client, userId } = facts;
  return {
    transferId,
    sequence: 0,
    outcome,
    downloadId,
    generation: downloadId === null ? null : 1,
    grantId: null,
    userId,
    assetId: 'asset-1',
    quality: null,
    origin: 'tasks',
    fileId: fileId ?? '',
    fileName,
    size,
    etag: '"e"',
    ranges: [],
    unknown: [],
    bytes,
    durationMs: 1000,
    startedAt: at,
    reportedAt: at,
    client,
  };
}
