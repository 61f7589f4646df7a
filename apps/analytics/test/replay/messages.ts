import type { DownloadFacts, TransferServed } from '@waybill/contracts';
import { pendingDownload, servedTransfer } from '@waybill/testing';
import type { Script } from './scripts.js';

/** What is known of a download that was just made. */
export function createdFacts(script: Script, number: number, createdAt: string): DownloadFacts {
  const { userId, file, size, resourceType, category, reported, network } = script;
  return pendingDownload({
    downloadId: `dl_${createdAt.slice(0, 10)}_${String(number)}`,
    userId,
    assetId: 'asset-1',
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
    createdAt,
    client: { network, userAgent: null, referrer: null },
  });
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
  return servedTransfer({
    transferId,
    outcome,
    downloadId,
    generation: downloadId === null ? null : 1,
    userId,
    assetId: 'asset-1',
    quality: null,
    fileId: fileId ?? '',
    fileName,
    size,
    bytes,
    durationMs: 1000,
    startedAt: at,
    reportedAt: at,
    client,
  });
}
