import type { Queue } from '../../application/queue-queries.js';
import { downloadNotFound } from '../../domain/download.errors.js';
import { accuracyOf, downloadedOf, type DownloadState } from '../../domain/download-state.js';
import type {
  CancelledAnswer,
  CompletedAnswer,
  FailedAnswer,
  QueueAnswer,
  QueueEntry,
  QueueStatus,
  ResumedAnswer,
  ReportStartedAnswer,
} from './answers.js';

export function presentStarted(id: string): ReportStartedAnswer {
  return { download_id: id, status: 'started' };
}

/** @throws DomainError 404 where nothing was completed */
export function presentCompleted(id: string, done: boolean): CompletedAnswer {
  if (!done) throw downloadNotFound();
  return { status: 'completed', download_id: id };
}

export function presentFailed(done: boolean): FailedAnswer {
  return { status: done ? 'failed' : 'not_found' };
}

export function presentCancelled(done: boolean): CancelledAnswer {
  return { status: done ? 'cancelled' : 'not_found' };
}

export function presentResumed(id: string | null): ResumedAnswer {
  return { download_id: id ?? '', status: id === null ? 'not_found' : 'resumed' };
}

export function presentQueue(userId: string, { downloads, count }: Queue): QueueAnswer {
  return { user_id: userId, queue: downloads.map(presentEntry), count };
}

function presentEntry(state: DownloadState): QueueEntry {
  const bytes = downloadedOf(state);
  return {
    download_id: state.id,
    file_id: state.fileId,
    file_name: state.fileName,
    bytes_downloaded: bytes,
    total_bytes: state.size,
    progress_percent: state.size === 0 ? 0 : (bytes / state.size) * 100,
    status: queueStatus(state, bytes),
    priority: state.priority,
    accuracy: accuracyOf(state),
  };
}

/** In the document a started one is `queued` until its progress is reported. */
function queueStatus({ status, origin }: DownloadState, bytes: number): QueueStatus {
  if (status === 'paused') return 'paused';
  const isWaiting = status === 'pending' || (origin === 'tracking' && bytes === 0);
  return isWaiting ? 'queued' : 'downloading';
}
