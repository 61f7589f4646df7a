import { DEFAULT_QUALITY, formatBytes } from '@waybill/kernel';
import type { Language } from '@waybill/platform';
import type { DownloadPage, DownloadView } from '../../application/download-queries.js';
import type { Cleaned } from '../../application/clean-up-storage.js';
import { accuracyOf, type DownloadState, downloadedOf, progressOf } from '../../domain/download-state.js';
import type {
  CancelledAnswer,
  CleanupAnswer,
  DeletedAnswer,
  ListAnswer,
  Listed,
  PausedAnswer,
  ProgressAnswer,
  ResumedAnswer,
  Shape,
  StartedAnswer,
} from './answers.js';
import { cleaned, message } from './messages.js';

export function presentStarted(state: DownloadState, language: Language): Shape<StartedAnswer> {
  return {
    success: true,
    message: message('started', language),
    download: { ...basics(state), created_at: state.createdAt.toISOString(), ...linkOf(state) },
  };
}

export function presentList({ items, total }: DownloadPage, page: number, take: number): Shape<ListAnswer> {
  return {
    success: true,
    downloads: items.map(presentListed),
    pagination: { page, take, total, totalPages: Math.ceil(total / take) },
  };
}

function presentListed({ state, thumbnail, isPremium }: DownloadView): Shape<Listed> {
  return {
    ...basics(state),
    error_message: state.failure?.message ?? state.failure?.reason ?? null,
    failed_count: state.failedCount,
    content: {
      id: contentIdOf(state),
      title: state.assetTitle,
      content_type: state.resourceType,
      thumbnail,
      is_premium: isPremium,
    },
    created_at: state.createdAt.toISOString(),
    updated_at: state.updatedAt.toISOString(),
  };
}

export function presentProgress(state: DownloadState): Shape<ProgressAnswer> {
  return {
    success: true,
    download: {
      id: state.id,
      status: state.status,
      progress: percentOf(state),
      file_size_bytes: String(state.size),
      downloaded_bytes: String(downloadedOf(state)),
      accuracy: accuracyOf(state),
      content: { id: contentIdOf(state), title: state.assetTitle },
      ...linkOf(state),
    },
  };
}

export function presentPaused(state: DownloadState, language: Language): Shape<PausedAnswer> {
  const { id, status } = state;
  return {
    success: true,
    message: message('paused', language),
    download: { id, status, progress: percentOf(state) },
  };
}

export function presentResumed(state: DownloadState, language: Language): Shape<ResumedAnswer> {
  const { id, status } = state;
  return {
    success: true,
    message: message('resumed', language),
    download: { id, status, progress: percentOf(state), ...linkOf(state) },
  };
}

export function presentCancelled({ id, status }: DownloadState, language: Language): Shape<CancelledAnswer> {
  return { success: true, message: message('cancelled', language), download: { id, status } };
}

export function presentDeleted(
  { id, deletedAt, updatedAt }: DownloadState,
  language: Language,
): Shape<DeletedAnswer> {
  return {
    success: true,
    message: message('deleted', language),
    download: { id, deleted_at: (deletedAt ?? updatedAt).toISOString() },
  };
}

export function presentReported(state: DownloadState, language: Language) {
  return { ...presentProgress(state), message: message('progressUpdated', language) };
}

export function presentCleanup({ count, freedBytes }: Cleaned, language: Language): Shape<CleanupAnswer> {
  return {
    success: true,
    message: cleaned(count, language),
    freed_storage: formatBytes(freedBytes),
    freed_storage_bytes: String(freedBytes),
    deleted_count: count,
  };
}

function basics(state: DownloadState) {
  return {
    id: state.id,
    user_id: state.userId,
    content_id: contentIdOf(state),
    status: state.status,
    quality: state.quality ?? DEFAULT_QUALITY,
    progress: percentOf(state),
    file_size_bytes: String(state.size),
    downloaded_bytes: String(downloadedOf(state)),
    expires_at: state.expiresAt?.toISOString() ?? null,
  };
}

/** Only a reported download has no asset, and those are in no view of this edition. */
function contentIdOf({ assetId, fileId }: DownloadState): string {
  return assetId ?? fileId ?? '';
}

/** Whole per cent, 99 at most until it is completed (DESIGN.md, section 3). */
function percentOf(state: DownloadState): number {
  return Math.floor(progressOf(state));
}

/** The link of a stopped download is refused, so it is not shown. */
function linkOf({ status, link }: DownloadState) {
  const shown = SERVED.has(status) ? link : null;
  return { download_url: shown?.url ?? null, url_expires_at: shown?.expiresAt.toISOString() ?? null };
}

const SERVED: ReadonlySet<string> = new Set(['pending', 'downloading', 'completed']);
