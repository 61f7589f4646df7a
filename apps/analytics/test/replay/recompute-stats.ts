import {
  DAY,
  dateOf,
  sum,
  per,
  withStatus,
  byName,
  typeOf,
  averageOf,
  bytesPerSecond,
  type Download,
} from './definitions.js';

/** The tasks edition's statistics of a person's downloads that began in a period of days. */
export function statsOf(mine: readonly Download[], days: number) {
  const total = sum(mine, ({ size }) => size);
  const grouped = (of: (one: Download) => string) =>
    [...Map.groupBy(mine, of)].map(([name, list]) => ({
      name,
      count: list.length,
      size: sum(list, (one) => one.size),
    }));
  const bySize = (a: { name: string; size: number }, b: { name: string; size: number }) =>
    b.size - a.size || byName(a.name, b.name);
  const step = days > 7 ? DAY : DAY / 24;
  const speeds = Map.groupBy(
    withStatus(mine, 'completed'),
    (one) => Math.floor(Date.parse(one.begunAt) / step) * step,
  );
  return {
    overview: {
      totalDownloads: mine.length,
      totalSize: total,
      completedDownloads: withStatus(mine, 'completed').length,
      failedDownloads: withStatus(mine, 'failed').length,
      averageSpeed: bytesPerSecond(averageOf(mine)),
      totalTime: averageOf(mine).seconds,
    },
    recentActivity: grouped(({ begunAt }) => dateOf(begunAt))
      .sort((a, b) => byName(b.name, a.name))
      .map(({ name, count, size }) => ({ date: name, downloads: count, size })),
    typeBreakdown: grouped(({ resourceType }) => typeOf(resourceType))
      .sort(bySize)
      .map(({ name, count, size }) => ({ type: name, count, size, percentage: per(size, total) })),
    categoryBreakdown: grouped(({ category }) => category ?? '')
      .sort(bySize)
      .map(({ name, count, size }) => ({ category: name === '' ? '未分类' : name, count, size })),
    speedHistory: [...speeds]
      .sort((a, b) => a[0] - b[0])
      .map(([time, list]) => ({ timestamp: new Date(time).toISOString(), pace: averageOf(list) }))
      .filter(({ pace }) => pace.seconds > 0)
      .map(({ timestamp, pace }) => ({ timestamp, speed: bytesPerSecond(pace) })),
  };
}
