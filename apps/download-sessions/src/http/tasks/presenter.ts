import { NAMED_QUALITIES, type Quality } from '@waybill/kernel';
import type { Language } from '@waybill/platform';
import type {
  DownloadPage,
  DownloadStatistics,
  DownloadView,
  ListQuery,
} from '../../application/download-queries.js';
import { momentumOf } from '../../application/momentum.js';
import { chunksOf } from '../../domain/chunks.js';
import { heldOf } from '../../domain/coverage.js';
import {
  accuracyOf,
  downloadedOf,
  type DownloadState,
  nextByteOf,
  progressOf,
} from '../../domain/download-state.js';
import type {
  CancelledAnswer,
  CreatedAnswer,
  DetailAnswer,
  ItemBody,
  ListAnswer,
  PausedAnswer,
  ProgressAnswer,
  RetriedAnswer,
  StartedAnswer,
} from './answers.js';
import { errorText } from './error-texts.js';
import { message } from './messages.js';

/** When and in which language an answer is given. */
export interface Setting {
  readonly now: Date;
  readonly language: Language;
}

export function presentCreated(view: DownloadView, { language }: Setting): CreatedAnswer {
  return { success: true, data: { download: created(view) }, message: message('created', language) };
}

export function presentList(
  { items, total, statistics }: DownloadPage,
  query: ListQuery,
  setting: Setting,
): ListAnswer {
  const { page, limit } = query;
  const totalPages = Math.ceil(total / limit);
  return {
    success: true,
    data: {
      items: items.map((view) => item(view, setting)),
      pagination: { page, limit, total, totalPages, hasMore: page < totalPages },
      statistics: presentStatistics(statistics),
    },
  };
}

export function presentDetail(view: DownloadView, setting: Setting): DetailAnswer {
  const { size } = view.state;
  const chunks = chunksOf(size, heldOf(view.state));
  return { success: true, data: { download: Object.assign(item(view, setting), { chunks }) } };
}

export function presentStarted(
  state: DownloadState,
  resumeFrom: number | null,
  { language }: Setting,
): StartedAnswer {
  const { id, status, startedAt, link } = state;
  return {
    success: true,
    data: {
      download: {
        id,
        status,
        ...(startedAt !== null && { startedAt: startedAt.toISOString() }),
        resumeFrom: resumeFrom ?? nextByteOf(state),
        downloadUrl: link?.url ?? null,
        expiresAt: link?.expiresAt.toISOString() ?? null,
      },
    },
    message: message(status === 'pending' ? 'queued' : 'started', language),
  };
}

export function presentPaused(state: DownloadState, { language }: Setting): PausedAnswer {
  const { id, status, pausedAt } = state;
  return {
    success: true,
    data: {
      download: {
        id,
        status,
        ...(pausedAt !== null && { pausedAt: pausedAt.toISOString() }),
        downloaded: downloadedOf(state),
      },
    },
    message: message('paused', language),
  };
}

export function presentCancelled({ language }: Setting): CancelledAnswer {
  return { success: true, message: message('cancelled', language) };
}

export function presentRetried(state: DownloadState, { language }: Setting): RetriedAnswer {
  const { id, status, retryCount, createdAt, link } = state;
  return {
    success: true,
    data: {
      download: {
        id,
        status,
        error: null,
        retryCount,
        createdAt: createdAt.toISOString(),
        downloadUrl: link?.url ?? null,
        expiresAt: link?.expiresAt.toISOString() ?? null,
      },
    },
    message: message('retried', language),
  };
}

export function presentProgress({ state }: DownloadView, { now }: Setting): ProgressAnswer {
  const { speed, remainingSeconds, eta } = momentumOf(state, now);
  return {
    success: true,
    data: {
      progress: {
        downloadId: state.id,
        status: state.status,
        progress: progressOf(state),
        accuracy: accuracyOf(state),
        downloaded: downloadedOf(state),
        fileSize: state.size,
        speed,
        ...(remainingSeconds !== null && { remainingTime: remainingSeconds }),
        ...(eta !== null && { eta: eta.toISOString() }),
        updatedAt: state.updatedAt.toISOString(),
      },
    },
  };
}

function presentStatistics({ downloads, bytes, completed, failed, live }: DownloadStatistics) {
  return {
    totalDownloads: downloads,
    totalSize: bytes,
    completedDownloads: completed,
    failedDownloads: failed,
    activeDownloads: live,
  };
}

function created({ state, placesTaken }: DownloadView) {
  const { id, assetId, assetTitle, fileName, size, status, quality, createdAt, link, placeLimit } = state;
  return {
    id,
    resourceId: assetId,
    resourceTitle: assetTitle,
    fileName,
    fileSize: size,
    downloadUrl: link?.url ?? null,
    status,
    quality: qualityName(quality),
    expiresAt: link?.expiresAt.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    downloadCount: placesTaken,
    remainingDownloads: placeLimit === null ? null : Math.max(0, placeLimit - placesTaken),
  };
}

function item(view: DownloadView, { now, language }: Setting): ItemBody {
  const { state, thumbnail } = view;
  const { speed, remainingSeconds } = momentumOf(state, now);
  return {
    ...created(view),
    resourceType: state.resourceType,
    ...(thumbnail !== null && { resourceThumbnail: thumbnail }),
    downloaded: downloadedOf(state),
    progress: progressOf(state),
    accuracy: accuracyOf(state),
    speed,
    ...(remainingSeconds !== null && { remainingTime: remainingSeconds }),
    ...timesOf(state),
    error: failureText(state, language),
    retryCount: state.retryCount,
  };
}

function timesOf({ startedAt, completedAt, pausedAt }: DownloadState) {
  return {
    ...(startedAt !== null && { startedAt: startedAt.toISOString() }),
    ...(completedAt !== null && { completedAt: completedAt.toISOString() }),
    ...(pausedAt !== null && { pausedAt: pausedAt.toISOString() }),
  };
}

function failureText({ failure }: DownloadState, language: Language): string | null {
  return failure === null ? null : errorText(failure.reason, language, failure.message ?? failure.reason);
}

/** low, medium, high are the document's names of the three that it knows. */
function qualityName(quality: Quality | null): string | null {
  const named = Object.entries(NAMED_QUALITIES).find(([, value]) => value === quality);
  return named?.[0] ?? quality;
}
