import { ANY, type Example, optional } from './like.js';

/** The answers that the tracking document's endpoints and queries give, field by field. */
const time = '2026-02-01T15:30:00.000Z';

export const TRACKING = {
  start: { download_id: '…', status: 'started' },
  complete: { status: 'completed', download_id: '…' },
  resume: { download_id: '…', status: 'resumed' },
  error: { detail: 'Download not found or already completed' },
  history: {
    user_id: 'alice',
    downloads: [
      {
        download_id: '…',
        file_id: '…',
        file_name: 'report.pdf',
        file_type: 'document',
        file_size_bytes: 1024,
        started_at: time,
        completed_at: optional(time),
        status: 'completed',
        download_speed_kbps: optional(8000),
      },
    ],
    count: 1,
  },
  summary: {
    total_downloads: 3,
    completed_downloads: 2,
    failed_downloads: 1,
    total_size_mb: 12.5,
    favorite_file_types: ['document'],
    avg_download_speed_kbps: 8000,
    completion_rate: 66.6,
  },
  emptySummary: { user_id: 'nobody', total_downloads: 0, completion_rate: 0 },
  popular: {
    files: [
      {
        file_id: '…',
        file_name: '…',
        file_type: 'document',
        file_size_bytes: 1024,
        total_downloads: 2,
        unique_downloaders: 1,
        last_downloaded_at: time,
      },
    ],
    period_days: 7,
  },
  fileAnalytics: {
    total_downloads: 2,
    unique_downloaders: 1,
    avg_download_time_seconds: 3,
    peak_download_hour: optional(15),
    total_bandwidth_mb: 12.5,
    peak_hours: [15],
    geographic_distribution: ANY,
  },
  queue: {
    user_id: 'alice',
    queue: [
      {
        file_id: '…',
        file_name: '…',
        bytes_downloaded: 0,
        total_bytes: 1024,
        progress_percent: 0,
        status: 'downloading',
        priority: 0,
      },
    ],
    count: 1,
  },
  daily: {
    date: '2026-02-01',
    stats_by_type: [
      {
        file_type: 'document',
        total_downloads: 2,
        unique_users: 1,
        total_size_mb: 1.5,
        avg_speed_kbps: optional(8000),
        failed_count: 0,
        success_rate: 100,
      },
    ],
    totals: { total_downloads: 2, total_size_mb: 1.5, total_failed: 0 },
  },
  bandwidth: {
    bandwidth_usage: [{ date: '2026-02-01', total_gb: 0.5, unique_users: 1, total_downloads: 2 }],
    period_days: 7,
    total_gb: 0.5,
  },
} satisfies Record<string, Example>;
