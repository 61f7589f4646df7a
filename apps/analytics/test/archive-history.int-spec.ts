import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ArchiveHistory } from '../src/application/archive-history.js';
import { ForgetInArchive } from '../src/application/forget-in-archive.js';
import { HistorySettings } from '../src/application/history-settings.js';
import { PrepareHistory } from '../src/application/prepare-history.js';
import { PartitionedHistoryDays } from '../src/persistence/partitioned-history-days.js';
import { LocalArchiveStorage } from '../src/archive/local-archive-storage.js';
import { aTransfer } from './fixtures/events.js';
import { type Analytics, openAnalytics } from './harness.js';

let analytics: Analytics;
let root: string;
let archive: LocalArchiveStorage;
beforeAll(async () => {
  analytics = await openAnalytics();
  root = await mkdtemp(join(tmpdir(), 'analytics-archive-'));
  archive = new LocalArchiveStorage(root);
});
afterAll(async () => {
  await analytics.close();
  await rm(root, { recursive: true });
});

const settings = new HistorySettings(90, 2, 180);
const archiving = (storage = archive) =>
  new ArchiveHistory(analytics.days, storage, analytics.clock, settings);
/** The files of a day, in order. */
const filesOf = (day: string) => archive.list(`events/${day}/`);
const linesOf = async (name: string) =>
  gunzipSync(await readFile(join(root, name)))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { event_id: string; data: { bytes: number } });

/** The clock says 10 March 2026: the last 90 days begin on 10 December. */
describe('history past its time', () => {
  it('has its days made ahead', async () => {
    await new PrepareHistory(analytics.days, analytics.clock, settings).execute();
    expect(await analytics.days.days()).toEqual(['2026-03-10', '2026-03-11', '2026-03-12']);
  });

  it('is written down before it goes, and what is younger stays', async () => {
    const old = [...Array(2500).keys()].map((bytes) => aTransfer('2025-12-09T12:00:00.000Z', bytes));
    await analytics.record.execute([...old, aTransfer('2025-12-10T00:00:00.000Z', 7)]);
    expect(await archiving().execute()).toBe(1);
    const [file = ''] = await filesOf('2025-12-09');
    const lines = await linesOf(file);
    expect(lines.map(({ data }) => data.bytes)).toEqual([...Array(2500).keys()]);
    expect(lines[0]?.event_id).toBe(old[0]?.id);
    expect(await analytics.days.days()).not.toContain('2025-12-09');
    expect(await analytics.days.days()).toContain('2025-12-10');
    expect(await archiving().execute()).toBe(0);
  });

  it('takes late events of an archived day into a further file', async () => {
    await analytics.record.execute([aTransfer('2025-12-09T12:00:00.000Z', 9999)]);
    expect(await archiving().execute()).toBe(1);
    const [whole = '', late = ''] = await filesOf('2025-12-09');
    expect(await linesOf(whole)).toHaveLength(2500);
    expect(await linesOf(late)).toHaveLength(1);
  });

  it('is kept where it cannot be written, and written by the next round', async () => {
    await analytics.record.execute([aTransfer('2025-11-01T12:00:00.000Z', 1)]);
    const file = join(root, 'no-folder');
    await writeFile(file, '');
    await expect(archiving(new LocalArchiveStorage(file)).execute()).rejects.toThrow();
    expect(await analytics.days.detachedDays()).toEqual(['2025-11-01']);
    expect(await archiving().execute()).toBe(1);
    expect(await eventsOf('2025-11-01')).toHaveLength(1);
  });

  it('is written once, though whoever wrote it died before it was dropped', async () => {
    await analytics.record.execute(served('2025-10-20', 30));
    const dying = new DyingDays(analytics.transactions);
    const interrupted = new ArchiveHistory(dying, archive, analytics.clock, settings);
    await expect(interrupted.execute()).rejects.toThrow('died before dropping');
    expect(await eventsOf('2025-10-20')).toHaveLength(30);
    await analytics.record.execute(served('2025-10-20', 1));
    expect(await archiving().execute()).toBe(2);
    expect(await eventsOf('2025-10-20')).toHaveLength(31);
    expect(new Set((await eventsOf('2025-10-20')).map(({ event_id }) => event_id)).size).toBe(31);
    expect(await analytics.days.detachedDays()).toEqual([]);
  });

  it('is lost by no death while it is being written', async () => {
    await analytics.record.execute(served('2025-10-21', 3000));
    const half = new HalfRead(analytics.transactions);
    const interrupted = new ArchiveHistory(half, archive, analytics.clock, settings);
    await expect(interrupted.execute()).rejects.toThrow('died while reading');
    expect(await filesOf('2025-10-21')).toEqual([]);
    expect(await archiving().execute()).toBe(1);
    expect(await eventsOf('2025-10-21')).toHaveLength(3000);
  });

  it('of a day without events makes no file', async () => {
    await analytics.days.ensure(['2025-10-22']);
    expect(await archiving().execute()).toBe(1);
    expect(await filesOf('2025-10-22')).toEqual([]);
    expect(await analytics.days.days()).not.toContain('2025-10-22');
  });
});

const served = (day: string, count: number) =>
  [...Array(count).keys()].map((bytes) => aTransfer(`${day}T12:00:00.000Z`, bytes));

async function eventsOf(day: string) {
  return (await Promise.all((await filesOf(day)).map(linesOf))).flat();
}

/** Dies once, when the file is there and the day is still in the database. */
class DyingDays extends PartitionedHistoryDays {
  override drop(): Promise<void> {
    return Promise.reject(new Error('died before dropping'));
  }
}

class HalfRead extends PartitionedHistoryDays {
  override async *detachedEvents(day: string): AsyncGenerator<string> {
    let read = 0;
    for await (const event of super.detachedEvents(day)) {
      if (read++ === 2500) throw new Error('died while reading');
      yield event;
    }
  }
}

describe('a person who was erased', () => {
  it('is forgotten in the archive as well, once', async () => {
    const client = { network: '203.0.113.0/24', userAgent: 'Browser', referrer: null };
    await analytics.record.execute([
      aTransfer('2025-10-01T12:00:00.000Z', 1, { client }),
      aTransfer('2025-10-01T12:00:01.000Z', 2, { userId: 'bob' }),
    ]);
    await archiving().execute();
    const [name = ''] = await filesOf('2025-10-01');
    expect(JSON.stringify(await linesOf(name))).toContain('"ada"');
    await analytics.erase.execute('ada', analytics.clock.now());
    const forget = new ForgetInArchive(analytics.erased, archive, analytics.clock, settings);
    expect(await forget.execute()).toBeGreaterThanOrEqual(1);
    const lines = await linesOf(name);
    expect(lines.map(({ data }) => data.bytes)).toEqual([1, 2]);
    expect(JSON.stringify(lines)).not.toMatch(/"ada"|203\.0\.113|Browser/);
    expect(JSON.stringify(lines)).toContain('"bob"');
    expect(await forget.execute()).toBe(0);
  });
});
