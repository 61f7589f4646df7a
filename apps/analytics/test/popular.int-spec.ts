import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import type { PopularFile } from '../src/application/figure-queries.js';
import { PopularFiles } from '../src/application/popular-files.js';
import { addDays } from '../src/domain/utc.js';
import { type Analytics, openAnalytics } from './harness.js';
import { emptyTables } from './tables.js';

let analytics: Analytics;
beforeAll(async () => {
  analytics = await openAnalytics();
});
beforeEach(() => emptyTables(analytics.source));
afterAll(() => analytics.close());

const FIRST = '2026-03-04';
const LAST = '2026-03-10';
const DAYS = [...Array(9).keys()].map((index) => addDays('2026-03-03', index));

/** Completed downloads of file and day; the day before the window and the one after it have some as well. */
async function load(files: number, completed: (file: number, day: number) => number) {
  const rows = [...Array(files).keys()].flatMap((file) =>
    DAYS.map((day, index) => ({ file_id: `f${String(file)}`, day, completed: completed(file, index) })),
  );
  await analytics.source.query(
    `INSERT INTO figures.file_days
     SELECT file_id, day, completed FROM jsonb_to_recordset($1) AS r (file_id text, day date, completed int)
     WHERE completed > 0`,
    [JSON.stringify(rows)],
  );
  await analytics.source.query(
    `INSERT INTO figures.files SELECT DISTINCT file_id, file_id, 'video', 1, now(), '', now() FROM figures.file_days`,
  );
  const inWindow = rows.filter(({ day }) => day >= FIRST && day <= LAST);
  const sums = Object.entries(Object.groupBy(inWindow, ({ file_id }) => file_id)).map(
    ([file, list = []]) => ({
      file,
      completed: list.reduce((sum, row) => sum + row.completed, 0),
    }),
  );
  return sums
    .filter((sum) => sum.completed > 0)
    .sort((one, other) => other.completed - one.completed || (one.file < other.file ? -1 : 1));
}

const named = (files: readonly PopularFile[]) =>
  files.map(({ file_id, completed }) => ({ file: file_id, completed }));
const leading = (limit: number) => analytics.queries.popular(FIRST, LAST, limit);
const ofAll = async (limit: number) => named(await analytics.queries.popularOfAll(FIRST, LAST, limit));
const scattered = (file: number, day: number) => (file * 7919 + day * 104_729) % 97;

describe('the ranking of popular files', () => {
  it.each<[string, number, (file: number, day: number) => number]>([
    [
      'a few tower over the others',
      1000,
      (file, day) => Math.floor(5000 / (file + 1)) + (scattered(file, day) % 3),
    ],
    ['all are much alike', 1000, scattered],
    ['all are the same', 1000, () => 3],
    ['each is popular on another day', 700, (file, day) => (file % 9 === day ? 1000 - file : 1)],
    ['many stand just below each day’s head', 1000, (file, day) => (file < 100 ? (day === 1 ? 500 : 0) : 90)],
    ['there are few', 3, scattered],
  ])('is that of the sums where %s', async (_, files, completed) => {
    const expected = await load(files, completed);
    for (const limit of [1, 10, 50]) {
      const found = await leading(limit);
      if (found !== null) expect(named(found)).toEqual(expected.slice(0, limit));
      expect(await ofAll(limit)).toEqual(expected.slice(0, limit));
      expect(named((await new PopularFiles(analytics.queries, analytics.clock).of(7, limit)).files)).toEqual(
        expected.slice(0, limit),
      );
    }
  });

  it('is found without adding up every file where some lead', async () => {
    await load(3000, (file) => (file < 20 ? 1000 : 1));
    expect(await leading(10)).toHaveLength(10);
  });

  it('of nothing is empty', async () => expect(await leading(10)).toEqual([]));
});

describe('the ranking of thousands of files that are much alike', () => {
  const opened = () => new PopularFiles(analytics.queries, analytics.clock);

  it('is kept for a while, and made anew while it is read', async () => {
    const expected = await load(3000, () => 3);
    expect(await leading(10)).toBeNull();
    const popular = opened();
    const first = await popular.of(7, 10);
    expect(named(first.files)).toEqual(expected.slice(0, 10));
    await analytics.source.query(
      `UPDATE figures.file_days SET completed = 99 WHERE file_id = 'f2999' AND day = '2026-03-09'`,
    );
    expect(await popular.of(7, 50)).toMatchObject({ asOf: first.asOf });
    analytics.clock.advance(60_000);
    await eventually(async () => expect((await popular.of(7, 1)).files[0]?.file_id).toBe('f2999'));
  });

  it('is never an old one', async () => {
    await load(3000, () => 3);
    const popular = opened();
    await popular.of(7, 10);
    await analytics.source.query(`DELETE FROM figures.file_days`);
    analytics.clock.advance(6 * 60_000);
    expect((await popular.of(7, 10)).files).toEqual([]);
  });
});
