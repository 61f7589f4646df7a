import { DomainError } from '@waybill/kernel';
import type { DownloadStatus } from './download-state.js';

/** Also what another person's download is: nobody learns that it exists. */
export function downloadNotFound(): DomainError {
  return new DomainError('not-found', 'DOWNLOAD_NOT_FOUND', 'Download not found');
}

export function alreadyCompleted(downloadId: string): DomainError {
  return new DomainError('conflict', 'DOWNLOAD_ALREADY_COMPLETED', 'The download is already completed', {
    downloadId,
  });
}

/** Names the live download, so that the client can go on with that one. */
export function inProgress(downloadId: string): DomainError {
  return new DomainError('conflict', 'DOWNLOAD_IN_PROGRESS', 'The download is already in progress', {
    downloadId,
  });
}

export function invalidState(status: DownloadStatus, reason?: string): DomainError {
  return new DomainError('conflict', 'INVALID_STATE', `Not possible while the download is ${status}`, {
    status,
    ...(reason !== undefined && { reason }),
  });
}

export function downloadExpired(downloadId: string): DomainError {
  return new DomainError('gone', 'DOWNLOAD_EXPIRED', 'The download has expired', { downloadId });
}

/** A byte position or count that lies outside the file. */
export function outsideFile(field: string, size: number): DomainError {
  return new DomainError('invalid', 'VALIDATION_FAILED', `${field} must be between 0 and ${size}`, {
    field,
    fileSize: size,
  });
}
