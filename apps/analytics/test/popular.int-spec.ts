import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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

const ranked = async (limit: number) =>
  (await analytics.queries.popular(FIRST, LAST, limit)).map(({ file_id, completed }) => ({
    file: file_id,
    completed,
  }));
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
    for (const limit of [1, 10, 50]) expect(await ranked(limit)).toEqual(expected.slice(0, limit));
  });

  it('of nothing is empty', async () => expect(await ranked(10)).toEqual([]));
});
