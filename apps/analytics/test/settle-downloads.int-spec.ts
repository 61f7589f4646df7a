import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, startOfDay } from '../src/domain/utc.js';
import { anEvent, eventOf } from './fixtures/events.js';
import { batchesOf, lives } from './fixtures/histories.js';
import { type Analytics, openAnalytics } from './harness.js';
import { emptyTables, figuresOf } from './tables.js';

let analytics: Analytics;
beforeAll(async () => {
  analytics = await openAnalytics();
});
beforeEach(() => emptyTables(analytics.source));
afterAll(() => analytics.close());

const history = lives.chain((all) =>
  fc.record({ batches: batchesOf(all), line: fc.integer({ min: 1, max: 8 }) }),
);

/** Everything but the states themselves. */
async function sums() {
  const { 'figures.download_state': states, ...others } = await figuresOf(analytics.source);
  return { states: states?.length ?? 0, others };
}

/** Settles what ended before the day. */
async function settleBefore(day: string): Promise<number> {
  analytics.clock.advance(startOfDay(addDays(day, 180)).getTime() - analytics.clock.now().getTime());
  return analytics.settle.execute();
}

const begunAt = new Date('2026-03-01T10:00:00.000Z');
const endedAt = new Date('2026-03-01T11:00:00.000Z');
const done = { begunAt, endedAt, changedAt: endedAt } as const;

describe('settling downloads', () => {
  it('moves no figure, nor does a rebuild after it, nor what is said again of them', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ batches, line }) => {
        await emptyTables(analytics.source);
        for (const batch of batches) await analytics.record.execute(batch.map(eventOf));
        const before = await sums();
        const settled = await settleBefore(`2026-03-0${String(line)}`);
        expect(await sums()).toEqual({ states: before.states - settled, others: before.others });
        for (const batch of batches) await analytics.record.execute(batch.map(eventOf));
        expect((await sums()).others).toEqual(before.others);
        for (const from of ['2026-03-01', '2026-03-04', '2026-03-20']) {
          await analytics.rebuild.execute(from);
          expect((await sums()).others).toEqual(before.others);
        }
      }),
      { numRuns: 10 },
    );
  }, 120_000);

  it('leaves no state of what is over, and every state of what is not', async () => {
    await analytics.record.execute([
      ...[...Array(4500).keys()].map((index) => anEvent({ ...done, downloadId: `dl_${String(index)}` })),
      anEvent({ downloadId: 'never', begunAt: null, endedAt, changedAt: endedAt, status: 'failed' }),
      anEvent({ downloadId: 'running', begunAt, endedAt: null, changedAt: begunAt, status: 'downloading' }),
      anEvent({ downloadId: 'later', begunAt, endedAt: new Date('2026-03-02T00:00:00.000Z') }),
    ]);
    expect(await settleBefore('2026-03-02')).toBe(4501);
    const left = await analytics.source.query<{ id: string }[]>(
      `SELECT download_id AS id FROM figures.download_state ORDER BY 1`,
    );
    expect(left.map(({ id }) => id)).toEqual(['later', 'running']);
    expect(await settleBefore('2026-03-02')).toBe(0);
  });

  it('goes on counting what began before and is not over', async () => {
    const running = { downloadId: 'long', begunAt, revision: 2 } as const;
    await analytics.record.execute([
      anEvent(done),
      anEvent({ ...running, endedAt: null, changedAt: begunAt, status: 'downloading' }),
    ]);
    await settleBefore('2026-03-02');
    const later = new Date('2026-08-20T10:00:00.000Z');
    await analytics.record.execute([anEvent({ ...running, revision: 3, endedAt: later, changedAt: later })]);
    const counted = { begun: 2, completed: 2 };
    expect(await analytics.queries.person('ada')).toMatchObject(counted);
    await analytics.rebuild.execute('2026-08-01');
    expect(await analytics.queries.person('ada')).toMatchObject(counted);
  });

  it('counts nothing twice when a settled download is deleted long after', async () => {
    await analytics.record.execute([anEvent(done)]);
    await settleBefore('2026-03-02');
    const before = await sums();
    const deleted = anEvent({ ...done, revision: 9, changedAt: new Date('2026-08-29T10:00:00.000Z') });
    await analytics.record.execute([deleted]);
    expect(await sums()).toEqual(before);
    await analytics.rebuild.execute('2026-08-01');
    expect((await sums()).others).toEqual(before.others);
  });

  it('never takes back what it settled, however long states are kept later on', async () => {
    await analytics.record.execute([anEvent(done)]);
    await settleBefore('2026-03-02');
    const before = await sums();
    await settleBefore('2026-02-01');
    await analytics.record.execute([anEvent({ ...done, revision: 9 })]);
    expect(await sums()).toEqual(before);
  });

  it('forgets who is erased in what it settled as well', async () => {
    await analytics.record.execute([anEvent(done)]);
    await settleBefore('2026-03-02');
    await analytics.erase.execute('ada', analytics.clock.now());
    await analytics.rebuild.execute('2026-03-01');
    expect(JSON.stringify(await figuresOf(analytics.source))).not.toContain('"ada"');
    expect(await analytics.queries.file('file-1')).toMatchObject({ completed: 1, people: 1 });
  });

  it('gets along with a rebuild and with events that come meanwhile', async () => {
    const events = (prefix: string, count: number) =>
      [...Array(count).keys()].map((index) =>
        anEvent({ ...done, downloadId: `${prefix}_${String(index)}`, userId: `p${String(index % 7)}` }),
      );
    await analytics.record.execute(events('old', 9000));
    const now = new Date('2026-08-29T10:00:00.000Z');
    const fresh = (number: number) =>
      [...Array(50).keys()].map((index) =>
        anEvent({
          downloadId: `new_${String(number)}_${String(index)}`,
          userId: `p${String(index % 7)}`,
          begunAt: now,
          endedAt: now,
          changedAt: now,
        }),
      );
    const meanwhile = (async () => {
      for (let number = 0; number < 20; number += 1) await analytics.record.execute(fresh(number));
    })();
    const [rebuilt, settled] = await Promise.all([
      analytics.rebuild.execute('2026-03-01'),
      settleBefore('2026-03-02'),
      meanwhile,
    ]);
    expect([rebuilt.from, settled]).toEqual(['2026-03-01', 9000]);
    expect(await analytics.queries.file('file-1')).toMatchObject({ completed: 10_000, people: 7 });
    await analytics.rebuild.execute('2026-03-01');
    expect(await analytics.queries.file('file-1')).toMatchObject({ completed: 10_000, people: 7 });
  });
});
