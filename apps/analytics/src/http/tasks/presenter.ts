import type { Language } from '@waybill/platform';
import type { PersonPeriod } from '../../application/figure-queries.js';
import { METRIC_VERSION } from '../../domain/metric-version.js';
import { bytesPerSecond, perCent } from '../../domain/rates.js';
import type { Overview, Stats, StatsAnswer } from './answers.js';
import type { Shape } from '../shape.js';
import { categoryName, typeName } from './words.js';

export function presentStats(period: PersonPeriod, language: Language): Shape<StatsAnswer> {
  const { begun_bytes: totalSize } = period.overview;
  const data: Shape<Stats> = {
    overview: presentOverview(period.overview),
    recentActivity: period.days.map((day) => ({
      date: day.day,
      downloads: day.begun,
      size: day.begun_bytes,
    })),
    typeBreakdown: period.types.map(({ type, begun, begun_bytes }) => ({
      type,
      name: typeName(type, language),
      count: begun,
      size: begun_bytes,
      percentage: roundedToTenths(perCent(begun_bytes, totalSize)),
    })),
    categoryBreakdown: period.categories.map(({ category, begun, begun_bytes }) => ({
      category: categoryName(category, language),
      count: begun,
      size: begun_bytes,
    })),
    speedHistory: period.speeds.map(({ at, moved_bytes, active_us }) => ({
      timestamp: new Date(at).toISOString(),
      speed: bytesPerSecond(moved_bytes, active_us),
    })),
    metricVersion: METRIC_VERSION,
  };
  return { success: true, data };
}

function presentOverview(overview: PersonPeriod['overview']): Shape<Overview> {
  return {
    totalDownloads: overview.begun,
    totalSize: overview.begun_bytes,
    completedDownloads: overview.completed,
    failedDownloads: overview.failed,
    averageSpeed: bytesPerSecond(overview.moved_bytes, overview.active_us),
    totalTime: Math.round(overview.active_us / 1_000_000),
  };
}

/** As the document shows them: 80.0. */
function roundedToTenths(value: number): number {
  return Math.round(value * 10) / 10;
}
