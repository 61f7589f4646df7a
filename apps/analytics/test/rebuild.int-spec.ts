import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DownloadState } from '../src/domain/download-state.js';
import { anEvent, aTransfer, eventOf } from './fixtures/events.js';
import { batchesOf, lives } from './fixtures/histories.js';
import { type Analytics, openAnalytics } from './harness.js';
import { emptyTables, figuresOf } from './tables.js';

let analytics: Analytics;
beforeAll(async () => {
  analytics = await openAnalytics();
});
afterAll(() => analytics.close());

const transfers = fc.array(
  fc.record({ minute: fc.integer({ min: 0, max: 4 * 24 * 60 }), bytes: fc.integer({ min: 0, max: 1e9 }) }),
  { maxLength: 10 },
);
const history = lives.chain((all) =>
  fc.record({ all: fc.constant(all), batches: batchesOf(all), transfers }),
);

async function ingest(batches: readonly DownloadState[][]): Promise<void> {
  for (const batch of batches) await analytics.record.execute(batch.map(eventOf));
}

describe('a rebuild', () => {
  it('gives what the events gave one by one, from the first day and from any later one', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ batches, transfers: served }) => {
        await emptyTables(analytics.source);
        await ingest(batches);
        await analytics.record.execute(
          served.map(({ minute, bytes }) =>
            aTransfer(new Date(Date.UTC(2026, 2, 1, 20, minute)).toISOString(), bytes),
          ),
        );
        const incremental = await figuresOf(analytics.source);
        for (const from of ['2026-03-01', '2026-03-03', '2026-03-20']) {
          await analytics.rebuild.execute(from);
          expect(await figuresOf(analytics.source)).toEqual(incremental);
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('repairs figures that went wrong', async () => {
    await emptyTables(analytics.source);
    await analytics.record.execute([anEvent()]);
    const right = await figuresOf(analytics.source);
    await analytics.source.query(`UPDATE figures.person_totals SET completed = 17`);
    await analytics.source.query(`DELETE FROM figures.file_days`);
    expect(await analytics.rebuild.execute('2026-03-01')).toEqual({ states: 0, events: 1 });
    expect(await figuresOf(analytics.source)).toEqual(right);
  });

  it('misses nothing that comes while it runs', async () => {
    await emptyTables(analytics.source);
    const events = (number: number) =>
      [...Array(50).keys()].map((index) => anEvent({ downloadId: `dl_${String(number)}_${String(index)}` }));
    for (let number = 0; number < 50; number += 1) await analytics.record.execute(events(number));
    const meanwhile = (async () => {
      for (let number = 50; number < 70; number += 1) await analytics.record.execute(events(number));
    })();
    await Promise.all([analytics.rebuild.execute('2026-03-01'), meanwhile]);
    expect(await analytics.queries.person('ada')).toMatchObject({ begun: 3500, completed: 3500 });
    expect(await analytics.queries.file('file-1')).toMatchObject({ completed: 3500, people: 1 });
  });

  it('does not bring back who was erased while it ran', async () => {
    await emptyTables(analytics.source);
    await analytics.record.execute(
      [...Array(5000).keys()].map((index) => anEvent({ downloadId: `dl_${String(index)}` })),
    );
    const rebuilding = analytics.rebuild.execute('2026-03-01');
    await analytics.erase.execute('ada', analytics.clock.now());
    await rebuilding;
    expect(await analytics.queries.person('ada')).toBeNull();
    expect(await analytics.queries.file('file-1')).toMatchObject({ completed: 5000, people: 1 });
  });
});
