import type { Accuracy, DownloadState, DownloadStatus } from '../domain/download-state.js';

/** A row of `download_state` as PostgreSQL writes it in JSON. */
export interface StateRow {
  readonly download_id: string;
  readonly revision: number;
  readonly user_id: string;
  readonly file_id: string | null;
  readonly file_name: string;
  readonly file_type: string;
  readonly resource_type: string;
  readonly category: string | null;
  readonly size: number;
  readonly accuracy: Accuracy;
  readonly status: DownloadStatus;
  readonly downloaded: number;
  readonly bytes_served: number;
  readonly active_us: number;
  readonly speed_kbps: number | null;
  readonly resume_count: number;
  readonly begun_at: string | null;
  readonly ended_at: string | null;
  readonly changed_at: string;
  readonly country: string;
  readonly automated: boolean;
}

export function toRow(state: DownloadState): StateRow {
  return {
    download_id: state.downloadId,
    revision: state.revision,
    user_id: state.userId,
    file_id: state.fileId,
    file_name: state.fileName,
    file_type: state.fileType,
    resource_type: state.resourceType,
    category: state.category,
    size: state.size,
    accuracy: state.accuracy,
    status: state.status,
    downloaded: state.downloaded,
    bytes_served: state.bytesServed,
    active_us: state.activeUs,
    speed_kbps: state.speedKbps,
    resume_count: state.resumeCount,
    begun_at: state.begunAt?.toISOString() ?? null,
    ended_at: state.endedAt?.toISOString() ?? null,
    changed_at: state.changedAt.toISOString(),
    country: state.country,
    automated: state.automated,
  };
}

export function fromRow(row: StateRow): DownloadState {
  return {
    downloadId: row.download_id,
    revision: row.revision,
    userId: row.user_id,
    fileId: row.file_id,
    fileName: row.file_name,
    fileType: row.file_type,
    resourceType: row.resource_type,
    category: row.category,
    size: row.size,
    accuracy: row.accuracy,
    status: row.status,
    downloaded: row.downloaded,
    bytesServed: row.bytes_served,
    activeUs: row.active_us,
    speedKbps: row.speed_kbps,
    resumeCount: row.resume_count,
    begunAt: timeOf(row.begun_at),
    endedAt: timeOf(row.ended_at),
    changedAt: new Date(row.changed_at),
    country: row.country,
    automated: row.automated,
  };
}

function timeOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
