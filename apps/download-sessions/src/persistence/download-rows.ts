import { type DownloadState, placesOf } from '../domain/download-state.js';
import { writeBeginnings } from './beginnings.js';
import { writeMultirange } from './multirange.js';

/** A state as one row in JSON, for `jsonb_populate_recordset(NULL::downloads, …)`: any number in one statement. */
export function rowOf(state: DownloadState) {
  return {
    id: state.id,
    user_id: state.userId,
    asset_id: state.assetId,
    asset_title: state.assetTitle,
    resource_type: state.resourceType,
    category: state.category,
    quality: state.quality,
    origin: state.origin,
    batch_id: state.batchId,
    network: state.client.network,
    user_agent: state.client.userAgent,
    referrer: state.client.referrer,
    created_at: state.createdAt,
    ...changingColumns(state),
  };
}

function changingColumns(state: DownloadState) {
  return {
    file_id: state.fileId,
    file_name: state.fileName,
    media_type: state.mediaType,
    etag: state.etag,
    size: state.size,
    place_limit: state.placeLimit,
    holds_quota: state.holdsQuota,
    places: placesOf(state),
    status: state.status,
    revision: state.revision,
    generation: state.generation,
    aliases: state.aliases,
    priority: state.priority,
    queued_at: state.queuedAt,
    link_url: state.link?.url ?? null,
    link_expires_at: state.link?.expiresAt ?? null,
    failure_reason: state.failure?.reason ?? null,
    failure_message: state.failure?.message ?? null,
    failed_count: state.failedCount,
    retry_count: state.retryCount,
    resume_count: state.resumeCount,
    ...progressColumns(state),
    ...timeColumns(state),
  };
}

function progressColumns(state: DownloadState) {
  return {
    covered: writeMultirange(state.covered),
    claimed: writeMultirange(state.claimed),
    unknown: writeMultirange(state.unknown),
    beginnings: writeBeginnings(state.beginnings),
    bytes_served: state.bytesServed,
    pace: state.pace,
    recent_transfers: state.recentTransfers,
    speed_kbps: state.speedKbps,
  };
}

function timeColumns(state: DownloadState) {
  return {
    updated_at: state.updatedAt,
    started_at: state.startedAt,
    begun_at: state.begunAt,
    last_byte_at: state.lastByteAt,
    paused_at: state.pausedAt,
    completed_at: state.completedAt,
    ended_at: state.endedAt,
    expires_at: state.expiresAt,
    expired_at: state.expiredAt,
    deleted_at: state.deletedAt,
  };
}

/** The columns that a change may touch; whose it is and what was asked for stay as they were made. */
export function changingColumnNames(state: DownloadState): string[] {
  return Object.keys(changingColumns(state));
}
