const MIB = 1024 ** 2;
const started = new Date();

/** What became of one download, by whoever made it. */
export interface Expected {
  readonly downloadId: string;
  readonly userId: string;
  readonly fileId: string;
  readonly type: string;
  readonly size: number;
  /** It got a byte; a reported one begins with its start. */
  readonly began: boolean;
  readonly status: 'started' | 'completed' | 'failed' | 'cancelled';
  readonly servedBytes: number;
  readonly reportedBytes: number;
  readonly kbps: number | null;
}

const withStatus = (list: readonly Expected[], status: Expected['status']) =>
  list.filter((one) => one.status === status);
const sum = (list: readonly Expected[], of: (one: Expected) => number) =>
  list.reduce((total, one) => total + of(one), 0);

function rateOf(list: readonly Expected[]): number {
  const [done, failed, cancelled] = (['completed', 'failed', 'cancelled'] as const).map(
    (status) => withStatus(list, status).length,
  ) as [number, number, number];
  return done + failed + cancelled === 0 ? 0 : (100 * done) / (done + failed + cancelled);
}

/** DESIGN.md, sections 3 and 9: only what began counts, once, by its last state. */
export function personFigures(all: readonly Expected[]) {
  const counted = all.filter(({ began }) => began);
  const completed = withStatus(counted, 'completed');
  const types = [...Map.groupBy(completed, ({ type }) => type)].sort(
    ([one, these], [other, those]) => those.length - these.length || (one < other ? -1 : 1),
  );
  return {
    summary: {
      total_downloads: counted.length,
      completed_downloads: completed.length,
      failed_downloads: withStatus(counted, 'failed').length,
      cancelled_downloads: withStatus(counted, 'cancelled').length,
      total_size_mb: sum(completed, ({ size }) => size) / MIB,
      favorite_file_types: types.map(([type]) => type),
      completion_rate: rateOf(counted),
    },
    stats: {
      totalDownloads: counted.length,
      totalSize: sum(counted, ({ size }) => size),
      completedDownloads: completed.length,
      failedDownloads: withStatus(counted, 'failed').length,
    },
    statuses: Object.fromEntries(counted.map(({ downloadId, status }) => [downloadId, status])),
  };
}

export function fileFigures(all: readonly Expected[]) {
  const counted = all.filter(({ began }) => began);
  const completed = withStatus(counted, 'completed');
  return {
    total_downloads: completed.length,
    unique_downloaders: new Set(completed.map(({ userId }) => userId)).size,
    total_bandwidth_mb: sum(all, ({ servedBytes, reportedBytes }) => servedBytes + reportedBytes) / MIB,
    reported_bandwidth_mb: sum(counted, ({ reportedBytes }) => reportedBytes) / MIB,
    completion_rate: rateOf(counted),
    /** The hours in which they can have begun. */
    hours: [started.getUTCHours(), new Date().getUTCHours()],
  };
}
