import type { DownloadState } from '../src/domain/download-state.js';

/** The figures as DESIGN.md defines them, counted naively over the last states: an independent second opinion. */
export function bruteForce(all: readonly DownloadState[]) {
  const counted = all.filter(
    (download): download is DownloadState & { begunAt: Date } => download.begunAt !== null,
  );
  const day = (time: Date | null) => time?.toISOString().slice(0, 10) ?? '';
  const type = (download: DownloadState) => download.fileType || 'other';
  const completed = counted.filter(({ status }) => status === 'completed');
  const count = (list: readonly DownloadState[], status: string) =>
    list.filter((download) => download.status === status).length;
  const people = (list: readonly DownloadState[]) => new Set(list.map(({ userId }) => userId)).size;
  const bytes = (list: readonly DownloadState[]) => list.reduce((sum, { size }) => sum + size, 0);

  return {
    person(userId: string) {
      const mine = counted.filter((download) => download.userId === userId);
      const types = Object.entries(
        Object.groupBy(
          completed.filter((one) => one.userId === userId),
          type,
        ),
      );
      return {
        total: mine.length,
        completed: count(mine, 'completed'),
        failed: count(mine, 'failed'),
        cancelled: count(mine, 'cancelled'),
        bytes: bytes(mine.filter(({ status }) => status === 'completed')),
        kbps: averageKbps(mine),
        favourites: types
          .map(([name, list]) => ({ name, downloads: list?.length ?? 0 }))
          .sort((a, b) => b.downloads - a.downloads || (a.name < b.name ? -1 : 1))
          .map(({ name }) => name),
      };
    },
    file(fileId: string) {
      const done = completed.filter((download) => download.fileId === fileId);
      const hours = [...Array(24).keys()].map((hour) => ({
        hour,
        downloads: done.filter(({ begunAt }) => begunAt.getUTCHours() === hour).length,
      }));
      const most = Math.max(...hours.map(({ downloads }) => downloads));
      const reported = counted.filter(({ fileId: id, accuracy }) => id === fileId && accuracy === 'reported');
      return {
        completed: done.length,
        people: people(done),
        peak: most === 0 ? null : (hours.find(({ downloads }) => downloads === most)?.hour ?? null),
        countries: Object.fromEntries(
          Object.entries(Object.groupBy(done, ({ country }) => country)).map(([name, list]) => [
            name,
            list?.length,
          ]),
        ),
        reportedBytes: reported.reduce((sum, one) => sum + reportedBytes(one), 0),
      };
    },
    popular(firstDay: string) {
      const within = completed.filter(({ endedAt, fileId }) => day(endedAt) >= firstDay && fileId !== null);
      return Object.entries(Object.groupBy(within, ({ fileId }) => fileId ?? ''))
        .map(([fileId, list = []]) => ({ fileId, completed: list.length, people: people(list) }))
        .sort((a, b) => b.completed - a.completed || (a.fileId < b.fileId ? -1 : 1));
    },
    day(wanted: string) {
      const that = counted.filter(({ begunAt }) => day(begunAt) === wanted);
      const types = Object.entries(Object.groupBy(that, type)).map(([name, list = []]) => ({
        name,
        total: list.length,
        people: people(list),
        failed: count(list, 'failed'),
        bytes: bytes(list.filter(({ status }) => status === 'completed')),
        kbps: averageKbps(list),
      }));
      return {
        people: people(that),
        types: types.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1)),
      };
    },
    reportedOn: (wanted: string) =>
      counted
        .filter((one) => one.accuracy === 'reported' && day(one.endedAt ?? one.changedAt) === wanted)
        .reduce((sum, one) => sum + reportedBytes(one), 0),
    days: [...new Set(counted.map(({ begunAt }) => day(begunAt)))],
  };
}

function reportedBytes(download: DownloadState): number {
  return download.status === 'completed' ? download.size : download.downloaded;
}

/** Σ bytes / Σ active seconds over completed ones, pauses excluded. */
function averageKbps(list: readonly DownloadState[]): number {
  let bits = 0;
  let us = 0;
  for (const one of list) {
    if (one.status !== 'completed') continue;
    const isReported = one.accuracy === 'reported';
    bits += 8 * (isReported ? one.size : one.bytesServed);
    if (!isReported) us += one.activeUs;
    else if (one.speedKbps !== null) us += Math.round((one.size * 8_000) / one.speedKbps);
    else us += ((one.endedAt?.getTime() ?? 0) - (one.begunAt?.getTime() ?? 0)) * 1000;
  }
  return us > 0 ? Math.round((bits * 1000) / us) : 0;
}
