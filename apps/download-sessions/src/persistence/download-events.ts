import {
  type DownloadFacts,
  downloadCancelled,
  downloadCompleted,
  downloadCreated,
  downloadDeleted,
  downloadExpired,
  downloadFailed,
  downloadPaused,
  downloadQueued,
  downloadResumed,
  downloadRetried,
  downloadStarted,
  type EventContract,
} from '@waybill/contracts';
import { SECOND } from '@waybill/kernel';
import type { DownloadChange } from '../domain/download-changes.js';
import { accuracyOf, downloadedOf, type DownloadState } from '../domain/download-state.js';
import { fileTypeOf } from '../domain/file-type.js';

type Append<R> = <D extends object>(contract: EventContract<D>, data: D) => R;

/** Hands a change over as the contract of its event writes it. */
export function publishChange<R>(change: DownloadChange, append: Append<R>): R {
  const facts = factsOf(change.state);
  switch (change.type) {
    case 'created':
      return append(downloadCreated, { ...facts, batchId: change.state.batchId });
    case 'queued':
      return append(downloadQueued, { ...facts, priority: change.state.priority });
    case 'started':
      return append(downloadStarted, { ...facts, reason: change.reason });
    case 'paused':
      return append(downloadPaused, { ...facts, reason: change.reason });
    case 'resumed':
      return append(downloadResumed, { ...facts, resumeFrom: change.resumeFrom });
    case 'completed':
      return append(downloadCompleted, facts);
    case 'failed':
      return append(downloadFailed, { ...facts, reason: change.reason, message: change.message });
    case 'retried':
      return append(downloadRetried, facts);
    case 'cancelled':
      return append(downloadCancelled, { ...facts, reason: change.reason });
    case 'expired':
      return append(downloadExpired, { ...facts, reason: change.reason });
    case 'deleted':
      return append(downloadDeleted, { ...facts, ...goneAt(change.state), freedBytes: change.freedBytes });
  }
}

function goneAt({ deletedAt, updatedAt }: DownloadState): { deletedAt: string } {
  return { deletedAt: (deletedAt ?? updatedAt).toISOString() };
}

function factsOf(state: DownloadState): DownloadFacts {
  return { ...identityOf(state), ...progressOf(state), ...timesOf(state) };
}

function identityOf(state: DownloadState) {
  return {
    downloadId: state.id,
    revision: state.revision,
    generation: state.generation,
    aliases: [...state.aliases],
    userId: state.userId,
    assetId: state.assetId,
    assetTitle: state.assetTitle,
    resourceType: state.resourceType,
    category: state.category,
    fileId: state.fileId,
    fileName: state.fileName,
    fileType: fileTypeOf(state.fileName),
    quality: state.quality,
    size: state.size,
    origin: state.origin,
    client: state.client,
  };
}

function progressOf(state: DownloadState) {
  return {
    accuracy: accuracyOf(state),
    holdsQuota: state.holdsQuota,
    status: state.status,
    downloaded: downloadedOf(state),
    bytesServed: state.bytesServed,
    retryCount: state.retryCount,
    resumeCount: state.resumeCount,
    activeSeconds: state.pace.activeMilliseconds / SECOND,
    speedKbps: state.speedKbps,
  };
}

function timesOf(state: DownloadState) {
  return {
    createdAt: state.createdAt.toISOString(),
    startedAt: iso(state.startedAt),
    begunAt: iso(state.begunAt),
    endedAt: iso(state.endedAt),
    expiresAt: iso(state.expiresAt),
  };
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
