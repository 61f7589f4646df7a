import { GIB, MIB } from '@waybill/kernel';
import type {
  BandwidthOfDay,
  DayFigures,
  DownloadView,
  FileFigures,
  PersonTotals,
  PopularFile,
  TypeOfDay,
} from '../../application/figure-queries.js';
import type { Ranking } from '../../application/popular-files.js';
import type { HistoryPage } from '../../application/read-figures.js';
import type { DownloadStatus } from '../../domain/download-state.js';
import { METRIC_VERSION } from '../../domain/metric-version.js';
import { completionRate, kilobitsPerSecond, peakHours, successRate } from '../../domain/rates.js';
import type {
  BandwidthAnswer,
  BandwidthOfDayAnswer,
  DailyAnswer,
  DownloadOfHistory,
  FileAnalyticsAnswer,
  HistoryAnswer,
  PopularAnswer,
  PopularFileAnswer,
  SummaryAnswer,
  TypeOfDayAnswer,
} from './answers.js';
import type { Shape } from '../shape.js';
import { writeCursor } from './history-cursor.js';

const VERSION = { metric_version: METRIC_VERSION };

/** The document knows four: what is not over is started. */
const STATUS = {
  pending: 'started',
  downloading: 'started',
  paused: 'started',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<DownloadStatus, string>;

export function presentHistory(user_id: string, { downloads, next }: HistoryPage): Shape<HistoryAnswer> {
  return {
    user_id,
    downloads: downloads.map(presentDownload),
    count: downloads.length,
    has_more: next !== null,
    next_cursor: next === null ? null : writeCursor(next),
    ...VERSION,
  };
}

function presentDownload(download: DownloadView): Shape<DownloadOfHistory> {
  return {
    download_id: download.download_id,
    file_id: download.file_id,
    file_name: download.file_name,
    file_type: download.file_type,
    file_size_bytes: download.size,
    started_at: timeOf(download.begun_at),
    completed_at: completionTime(download),
    status: STATUS[download.status],
    download_speed_kbps: speedOf(download),
    resume_count: download.resume_count,
    accuracy: download.accuracy,
    automated: download.automated,
  };
}

/** The document dates completed and failed ones, never cancelled ones. */
function completionTime({ status, ended_at }: DownloadView): string | null {
  return ended_at === null || status === 'cancelled' ? null : timeOf(ended_at);
}

function speedOf({ speed_kbps, status, bytes_served, active_us }: DownloadView): number | null {
  if (speed_kbps !== null) return Math.round(speed_kbps);
  return status === 'completed' && active_us > 0 ? kilobitsPerSecond(bytes_served, active_us) : null;
}

export function presentSummary(user_id: string, totals: PersonTotals | null): Shape<SummaryAnswer> {
  const { begun = 0, completed = 0, failed = 0, cancelled = 0, completed_bytes = 0 } = totals ?? {};
  return {
    user_id,
    total_downloads: begun,
    completed_downloads: completed,
    failed_downloads: failed,
    cancelled_downloads: cancelled,
    total_size_mb: completed_bytes / MIB,
    favorite_file_types: [...(totals?.favourite_types ?? [])],
    avg_download_speed_kbps: kilobitsPerSecond(totals?.moved_bytes ?? 0, totals?.active_us ?? 0),
    completion_rate: completionRate(completed, failed, cancelled),
    automated_downloads: totals?.automated ?? 0,
    ...VERSION,
  };
}

export function presentPopular({ files, asOf }: Ranking, period_days: number): Shape<PopularAnswer> {
  return { files: files.map(presentPopularFile), period_days, as_of: asOf.toISOString(), ...VERSION };
}

function presentPopularFile(file: PopularFile): Shape<PopularFileAnswer> {
  return {
    file_id: file.file_id,
    file_name: file.file_name,
    file_type: file.file_type,
    file_size_bytes: file.size,
    total_downloads: file.completed,
    unique_downloaders: file.people,
    last_downloaded_at: timeOf(file.last_completed_at),
  };
}

export function presentFile(file_id: string, figures: FileFigures): Shape<FileAnalyticsAnswer> {
  const { completed, failed, cancelled, served_bytes, reported_bytes, automated_bytes, hours } = figures;
  const peaks = peakHours(hours);
  return {
    file_id,
    total_downloads: completed,
    unique_downloaders: figures.people,
    avg_download_time_seconds: completed > 0 ? Math.round(figures.active_us / completed / 1_000_000) : 0,
    peak_download_hour: peaks[0] ?? null,
    total_bandwidth_mb: (served_bytes + reported_bytes) / MIB,
    reported_bandwidth_mb: reported_bytes / MIB,
    automated_bandwidth_mb: automated_bytes / MIB,
    peak_hours: peaks,
    hourly_distribution: hours.map(({ hour, downloads }) => ({ hour, downloads })),
    geographic_distribution: { ...figures.countries },
    completion_rate: completionRate(completed, failed, cancelled),
    automated_downloads: figures.automated,
    ...VERSION,
  };
}

export function presentDaily(date: string, { types, people, countries }: DayFigures): Shape<DailyAnswer> {
  const sum = (measure: 'begun' | 'completed' | 'failed' | 'completed_bytes' | 'automated') =>
    types.reduce((total, type) => total + type[measure], 0);
  return {
    date,
    stats_by_type: types.map(presentType),
    totals: {
      total_downloads: sum('begun'),
      total_size_mb: sum('completed_bytes') / MIB,
      total_failed: sum('failed'),
      total_completed: sum('completed'),
      unique_users: people,
      success_rate: successRate(sum('completed'), sum('failed')),
      automated_downloads: sum('automated'),
    },
    by_country: { ...countries },
    ...VERSION,
  };
}

function presentType(type: TypeOfDay): Shape<TypeOfDayAnswer> {
  return {
    file_type: type.file_type,
    total_downloads: type.begun,
    unique_users: type.people,
    total_size_mb: type.completed_bytes / MIB,
    avg_speed_kbps: kilobitsPerSecond(type.moved_bytes, type.active_us),
    failed_count: type.failed,
    success_rate: successRate(type.completed, type.failed),
    completed_count: type.completed,
    cancelled_count: type.cancelled,
    automated_downloads: type.automated,
  };
}

export function presentBandwidth(
  days: readonly BandwidthOfDay[],
  period_days: number,
): Shape<BandwidthAnswer> {
  const total = days.reduce(
    (sum, { served_bytes, reported_bytes }) => sum + served_bytes + reported_bytes,
    0,
  );
  return {
    bandwidth_usage: days.map(presentBandwidthOfDay),
    period_days,
    total_gb: total / GIB,
    ...VERSION,
  };
}

function presentBandwidthOfDay(day: BandwidthOfDay): Shape<BandwidthOfDayAnswer> {
  return {
    date: day.day,
    total_gb: (day.served_bytes + day.reported_bytes) / GIB,
    reported_gb: day.reported_bytes / GIB,
    automated_gb: day.automated_bytes / GIB,
    unique_users: day.people,
    total_downloads: day.begun,
  };
}

function timeOf(text: string): string {
  return new Date(text).toISOString();
}
