import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GIB, MIB } from '@waybill/kernel';
import fc from 'fast-check';
import type { DownloadState } from '../src/domain/download-state.js';
import {
  presentBandwidth,
  presentDaily,
  presentFile,
  presentPopular,
  presentSummary,
} from '../src/http/tracking/presenter.js';
import { bruteForce } from './brute-force.js';
import { eventOf } from './fixtures/events.js';
import { batchesOf, lives } from './fixtures/histories.js';
import { type Analytics, openAnalytics } from './harness.js';
import { emptyTables } from './tables.js';

let analytics: Analytics;
beforeAll(async () => {
  analytics = await openAnalytics();
});
afterAll(() => analytics.close());

type Expected = ReturnType<typeof bruteForce>;
const FIRST_DAY = '2026-03-04';
const history = lives.chain((all) => fc.record({ all: fc.constant(all), batches: batchesOf(all) }));

describe('every read, after random histories in random order with repeats,', () => {
  it('says what a naive count over the last states says', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ all, batches }) => {
        await emptyTables(analytics.source);
        for (const batch of batches) await analytics.record.execute(batch.map(eventOf));
        const expected = bruteForce(all.map((life) => life.at(-1)).filter((last) => last !== undefined));
        for (const userId of ['ada', 'bob', 'cleo', 'dan']) await comparePerson(expected, userId);
        for (const fileId of ['file-1', 'file-2', 'file-3']) await compareFile(expected, fileId);
        for (const day of expected.days) await compareDay(expected, day);
        await comparePopular(expected);
        await compareHistory(all);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

async function comparePerson(expected: Expected, userId: string): Promise<void> {
  const { total, completed, failed, cancelled, bytes, kbps, favourites } = expected.person(userId);
  const ended = completed + failed + cancelled;
  expect(presentSummary(userId, await analytics.queries.person(userId))).toMatchObject({
    total_downloads: total,
    completed_downloads: completed,
    failed_downloads: failed,
    total_size_mb: bytes / MIB,
    favorite_file_types: favourites,
    avg_download_speed_kbps: kbps,
    completion_rate: ended === 0 ? 0 : (100 * completed) / ended,
  });
}

async function compareFile(expected: Expected, fileId: string): Promise<void> {
  const { completed, people, peak, countries, reportedBytes } = expected.file(fileId);
  expect(presentFile(fileId, await analytics.queries.file(fileId))).toMatchObject({
    total_downloads: completed,
    unique_downloaders: people,
    peak_download_hour: peak,
    geographic_distribution: countries,
    total_bandwidth_mb: reportedBytes / MIB,
  });
}

async function compareDay(expected: Expected, day: string): Promise<void> {
  const { people, types } = expected.day(day);
  const answer = presentDaily(day, await analytics.queries.day(day));
  expect(answer.totals).toMatchObject({
    unique_users: people,
    total_downloads: types.reduce((sum, { total }) => sum + total, 0),
  });
  expect(
    answer.stats_by_type.map((one) => ({
      name: one.file_type,
      total: one.total_downloads,
      people: one.unique_users,
      failed: one.failed_count,
      bytes: one.total_size_mb * MIB,
      kbps: one.avg_speed_kbps,
    })),
  ).toEqual(types);
  const bandwidth = presentBandwidth(await analytics.queries.bandwidth(day), 30);
  expect(bandwidth.bandwidth_usage.find(({ date }) => date === day)).toMatchObject({
    unique_users: people,
    total_gb: expected.reportedOn(day) / GIB,
  });
}

async function comparePopular(expected: Expected): Promise<void> {
  const ranking = (await analytics.queries.popular(FIRST_DAY, '2026-03-31', 50)) ?? [];
  expect(await analytics.queries.popularOfAll(FIRST_DAY, '2026-03-31', 50)).toEqual(ranking);
  const { files } = presentPopular({ files: ranking, asOf: analytics.clock.now() }, 7);
  expect(
    files.map((one) => ({
      fileId: one.file_id,
      completed: one.total_downloads,
      people: one.unique_downloaders,
    })),
  ).toEqual(expected.popular(FIRST_DAY));
}

async function compareHistory(all: readonly DownloadState[][]): Promise<void> {
  const since = new Date(`${FIRST_DAY}T06:30:00.000Z`);
  const listed = await analytics.queries.history('ada', since, { from: 0, limit: 100 });
  const mine = all
    .map((life) => life.at(-1))
    .filter((last) => last?.userId === 'ada' && last.begunAt !== null && last.begunAt >= since);
  expect(listed.map(({ download_id }) => download_id).toSorted()).toEqual(
    mine.map((last) => last?.downloadId).toSorted(),
  );
}
