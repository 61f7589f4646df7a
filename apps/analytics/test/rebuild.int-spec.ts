import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ArchiveHistory } from '../src/application/archive-history.js';
import { HistorySettings } from '../src/application/history-settings.js';
import { LocalArchiveStorage } from '../src/archive/local-archive-storage.js';
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
    expect(await analytics.rebuild.execute('2026-03-01')).toEqual({
      from: '2026-03-01',
      states: 0,
      events: 1,
    });
    expect(await figuresOf(analytics.source)).toEqual(right);
  });

  it('counts bytes once that were reported just before midnight and written down after it', async () => {
    await emptyTables(analytics.source);
    const late = aTransfer('2026-03-05T23:59:59.900Z', 77);
    await analytics.record.execute([
      { ...late, time: '2026-03-06T00:00:00.400Z' },
      aTransfer('2026-03-06T00:00:00.000Z', 5),
    ]);
    const right = await figuresOf(analytics.source);
    for (const from of ['2026-03-05', '2026-03-06', '2026-03-07']) {
      await analytics.rebuild.execute(from);
      expect(await figuresOf(analytics.source)).toEqual(right);
    }
  });

  it('leaves the figures of days that are in the archive as they are', async () => {
    await emptyTables(analytics.source);
    const root = await mkdtemp(join(tmpdir(), 'analytics-archive-'));
    const at = (day: string) => new Date(`${day}T12:00:00.000Z`);
    const downloadOn = (day: string) =>
      anEvent({ downloadId: `dl_${day}`, begunAt: at(day), endedAt: at(day), changedAt: at(day) });
    const days = ['2025-12-01', '2025-12-09', '2025-12-10', '2026-03-09'];
    await analytics.record.execute(
      days.flatMap((day) => [downloadOn(day), aTransfer(at(day).toISOString(), 10)]),
    );
    const archiving = new ArchiveHistory(
      analytics.days,
      new LocalArchiveStorage(root),
      analytics.clock,
      new HistorySettings(90, 2, 180),
    );
    expect(await archiving.execute()).toBeGreaterThanOrEqual(2);
    await analytics.record.execute([aTransfer(at('2025-12-09').toISOString(), 5)]);
    const right = await figuresOf(analytics.source);
    expect((await analytics.rebuild.execute('2025-01-01')).from).toBe('2025-12-10');
    expect(await figuresOf(analytics.source)).toEqual(right);
    await rm(root, { recursive: true });
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

  it('misses nothing that is late and comes while it runs', async () => {
    await emptyTables(analytics.source);
    const fresh = [...Array(4000).keys()].map((index) => anEvent({ downloadId: `dl_${String(index)}` }));
    await analytics.record.execute(fresh);
    const long = new Date('2026-01-05T10:00:00.000Z');
    const late = [...Array(20).keys()].map((index) => [
      anEvent({ downloadId: `a_${String(index)}`, begunAt: long, endedAt: long, changedAt: long }),
      aTransfer(long.toISOString(), 10),
    ]);
    const meanwhile = (async () => {
      for (const events of late) await analytics.record.execute(events);
    })();
    await Promise.all([analytics.rebuild.execute('2026-03-01'), meanwhile]);
    expect(await analytics.queries.person('ada')).toMatchObject({ begun: 4020, completed: 4020 });
    expect(await analytics.queries.bandwidth('2026-01-01')).toContainEqual(
      expect.objectContaining({ day: '2026-01-05', served_bytes: 200, begun: 20 }),
    );
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
