import {
  MIB,
  GIB,
  DAY,
  dateOf,
  sum,
  distinct,
  per,
  isBot,
  withStatus,
  byName,
  typeOf,
  countryOf,
  averageOf,
  kbps,
  reportedBytes,
  lastStates,
  tally,
  type Download,
  type Transfer,
  type Event,
} from './definitions.js';
import { statsOf } from './recompute-stats.js';

export class Recomputed {
  readonly #downloads: readonly Download[];
  readonly #transfers: readonly Transfer[];
  readonly #today: string;

  constructor(
    delivered: readonly Event[],
    private readonly now: Date,
  ) {
    const events = [...new Map(delivered.map((event) => [event.id, event])).values()];
    this.#downloads = lastStates(events).filter((one): one is Download => one.begunAt !== null);
    this.#transfers = events
      .filter(({ type }) => type === 'waybill.transfer.served')
      .map(({ data }) => data as Transfer);
    this.#today = dateOf(now.getTime());
  }

  get days(): string[] {
    return [...new Set(this.#downloads.map(({ begunAt }) => dateOf(begunAt)))];
  }

  summary(userId: string) {
    const mine = this.#downloads.filter((one) => one.userId === userId);
    const completed = withStatus(mine, 'completed');
    const [failed, cancelled] = [withStatus(mine, 'failed').length, withStatus(mine, 'cancelled').length];
    const types = Map.groupBy(completed, ({ fileType }) => typeOf(fileType));
    const favourites = [...types].sort((a, b) => b[1].length - a[1].length || byName(a[0], b[0]));
    return {
      user_id: userId,
      total_downloads: mine.length,
      completed_downloads: completed.length,
      failed_downloads: failed,
      cancelled_downloads: cancelled,
      total_size_mb: sum(completed, ({ size }) => size) / MIB,
      favorite_file_types: favourites.slice(0, 5).map(([type]) => type),
      avg_download_speed_kbps: kbps(averageOf(mine)),
      completion_rate: per(completed.length, completed.length + failed + cancelled),
      automated_downloads: mine.filter(({ client }) => isBot(client.userAgent)).length,
    };
  }

  history(userId: string, days: number) {
    const since = this.now.getTime() - days * DAY;
    return this.#downloads
      .filter((one) => one.userId === userId && Date.parse(one.begunAt) >= since)
      .sort((a, b) => byName(b.begunAt, a.begunAt) || byName(b.downloadId, a.downloadId))
      .map((one) => {
        const isOpen = ['pending', 'downloading', 'paused'].includes(one.status);
        const speed = one.status === 'completed' ? kbps(averageOf([one])) : 0;
        return {
          download_id: one.downloadId,
          file_id: one.fileId,
          file_name: one.fileName,
          file_type: typeOf(one.fileType),
          file_size_bytes: one.size,
          started_at: one.begunAt,
          completed_at: one.status === 'cancelled' ? null : one.endedAt,
          status: isOpen ? 'started' : one.status,
          download_speed_kbps: one.speedKbps ?? (one.accuracy === 'observed' && speed > 0 ? speed : null),
          resume_count: one.resumeCount,
          accuracy: one.accuracy,
          automated: isBot(one.client.userAgent),
        };
      });
  }

  popular(days: number, limit: number) {
    const first = this.#firstDay(days);
    const done = withStatus(this.#downloads, 'completed');
    const within = done.filter(({ endedAt }) => dateOf(endedAt ?? '') >= first);
    return [...Map.groupBy(within, ({ fileId }) => fileId)]
      .sort((a, b) => b[1].length - a[1].length || byName(a[0], b[0]))
      .slice(0, limit)
      .map(([fileId, list]) => ({
        file_id: fileId,
        file_name: list[0]?.fileName,
        file_type: list[0]?.fileType,
        total_downloads: list.length,
        unique_downloaders: distinct(list.map(({ userId }) => userId)),
        last_downloaded_at: done
          .filter((one) => one.fileId === fileId)
          .map(({ endedAt }) => endedAt ?? '')
          .sort(byName)
          .at(-1),
      }));
  }

  file(fileId: string) {
    const all = this.#downloads.filter((one) => one.fileId === fileId);
    const done = withStatus(all, 'completed');
    const transfers = this.#transfers.filter((one) => one.fileId === fileId);
    const counts = Array.from({ length: 24 }, (_, hour) => ({
      hour,
      downloads: done.filter(({ begunAt }) => new Date(begunAt).getUTCHours() === hour).length,
    })).filter(({ downloads }) => downloads > 0);
    const peaks = [...counts].sort((a, b) => b.downloads - a.downloads || a.hour - b.hour);
    const seconds = averageOf(all).seconds;
    const ended = done.length + withStatus(all, 'failed').length + withStatus(all, 'cancelled').length;
    return {
      file_id: fileId,
      total_downloads: done.length,
      unique_downloaders: distinct(done.map(({ userId }) => userId)),
      avg_download_time_seconds: done.length === 0 ? 0 : seconds / done.length,
      peak_download_hour: peaks[0]?.hour ?? null,
      peak_hours: peaks.map(({ hour }) => hour),
      hourly_distribution: counts,
      total_bandwidth_mb: (sum(transfers, ({ bytes }) => bytes) + sum(all, reportedBytes)) / MIB,
      reported_bandwidth_mb: sum(all, reportedBytes) / MIB,
      automated_bandwidth_mb:
        sum(transfers, ({ bytes, client }) => (isBot(client.userAgent) ? bytes : 0)) / MIB,
      geographic_distribution: tally(done.map(countryOf)),
      completion_rate: per(done.length, ended),
      automated_downloads: all.filter(({ client }) => isBot(client.userAgent)).length,
    };
  }

  daily(date: string) {
    const that = this.#downloads.filter(({ begunAt }) => dateOf(begunAt) === date);
    const rate = (list: readonly Download[]) => {
      const completed = withStatus(list, 'completed').length;
      return per(completed, completed + withStatus(list, 'failed').length);
    };
    const size = (list: readonly Download[]) => sum(withStatus(list, 'completed'), (one) => one.size) / MIB;
    const bots = (list: readonly Download[]) => list.filter(({ client }) => isBot(client.userAgent)).length;
    return {
      date,
      stats_by_type: [...Map.groupBy(that, ({ fileType }) => typeOf(fileType))]
        .sort((a, b) => b[1].length - a[1].length || byName(a[0], b[0]))
        .map(([file_type, list]) => ({
          file_type,
          total_downloads: list.length,
          unique_users: distinct(list.map(({ userId }) => userId)),
          total_size_mb: size(list),
          avg_speed_kbps: kbps(averageOf(list)),
          failed_count: withStatus(list, 'failed').length,
          success_rate: rate(list),
          completed_count: withStatus(list, 'completed').length,
          cancelled_count: withStatus(list, 'cancelled').length,
          automated_downloads: bots(list),
        })),
      totals: {
        total_downloads: that.length,
        total_size_mb: size(that),
        total_failed: withStatus(that, 'failed').length,
        total_completed: withStatus(that, 'completed').length,
        unique_users: distinct(that.map(({ userId }) => userId)),
        success_rate: rate(that),
        automated_downloads: bots(that),
      },
      by_country: tally(that.map(countryOf)),
    };
  }

  bandwidth(days: number) {
    const dates = Array.from({ length: days }, (_, ago) => dateOf(Date.parse(this.#today) - ago * DAY));
    const usage = dates.map((date) => this.#bandwidthOf(date)).filter((day) => day !== null);
    return { bandwidth_usage: usage, period_days: days, total_gb: sum(usage, ({ total_gb }) => total_gb) };
  }

  #bandwidthOf(date: string) {
    const transfers = this.#transfers.filter(({ reportedAt }) => dateOf(reportedAt) === date);
    const began = this.#downloads.filter(({ begunAt }) => dateOf(begunAt) === date);
    const reported = this.#downloads.filter((one) => dateOf(one.endedAt ?? one.toldAt) === date);
    const reportedTotal = sum(reported, reportedBytes);
    const served = sum(transfers, ({ bytes }) => bytes);
    if (served + reportedTotal + began.length === 0) return null;
    return {
      date,
      total_gb: (served + reportedTotal) / GIB,
      reported_gb: reportedTotal / GIB,
      automated_gb: sum(transfers, ({ bytes, client }) => (isBot(client.userAgent) ? bytes : 0)) / GIB,
      unique_users: distinct(began.map(({ userId }) => userId)),
      total_downloads: began.length,
    };
  }

  /** The tasks edition: what began in the period, whole UTC days, today's the last. */
  stats(userId: string, days: number) {
    const first = this.#firstDay(days);
    return statsOf(
      this.#downloads.filter((one) => one.userId === userId && dateOf(one.begunAt) >= first),
      days,
    );
  }

  /** Windows of days are whole UTC days, today's included: seven days are seven dates. */
  #firstDay(days: number): string {
    return dateOf(Date.parse(this.#today) - (days - 1) * DAY);
  }
}
