import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ArchiveHistory } from '../src/application/archive-history.js';
import { ForgetInArchive } from '../src/application/forget-in-archive.js';
import { HistorySettings } from '../src/application/history-settings.js';
import { PrepareHistory } from '../src/application/prepare-history.js';
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

const settings = new HistorySettings(90, 2);
const archiving = (storage = archive) =>
  new ArchiveHistory(analytics.days, storage, analytics.clock, settings);
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
    const lines = await linesOf('events/2025-12-09/0001.ndjson.gz');
    expect(lines.map(({ data }) => data.bytes)).toEqual([...Array(2500).keys()]);
    expect(lines[0]?.event_id).toBe(old[0]?.id);
    expect(await analytics.days.days()).not.toContain('2025-12-09');
    expect(await analytics.days.days()).toContain('2025-12-10');
    expect(await archiving().execute()).toBe(0);
  });

  it('takes late events of an archived day into a further file', async () => {
    await analytics.record.execute([aTransfer('2025-12-09T12:00:00.000Z', 9999)]);
    expect(await archiving().execute()).toBe(1);
    expect(await linesOf('events/2025-12-09/0002.ndjson.gz')).toHaveLength(1);
  });

  it('is kept where it cannot be written, and written by the next round', async () => {
    await analytics.record.execute([aTransfer('2025-11-01T12:00:00.000Z', 1)]);
    const file = join(root, 'no-folder');
    await writeFile(file, '');
    await expect(archiving(new LocalArchiveStorage(file)).execute()).rejects.toThrow();
    expect(await analytics.days.detachedDays()).toEqual(['2025-11-01']);
    expect(await archiving().execute()).toBe(1);
    expect(await linesOf('events/2025-11-01/0001.ndjson.gz')).toHaveLength(1);
  });
});

describe('a person who was erased', () => {
  it('is forgotten in the archive as well, once', async () => {
    const client = { network: '203.0.113.0/24', userAgent: 'Browser', referrer: null };
    await analytics.record.execute([
      aTransfer('2025-10-01T12:00:00.000Z', 1, { client }),
      aTransfer('2025-10-01T12:00:01.000Z', 2, { userId: 'bob' }),
    ]);
    await archiving().execute();
    const name = 'events/2025-10-01/0001.ndjson.gz';
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

describe('the local archive', () => {
  it('keeps whole files only', async () => {
    const broken = Readable.from(
      (async function* () {
        yield await Promise.resolve('half');
        throw new Error('cut');
      })(),
    );
    await expect(archive.write('events/x/0001', broken)).rejects.toThrow('cut');
    expect(await archive.list('events/x/')).toEqual([]);
  });

  it('does not write outside of its folder', async () => {
    await expect(archive.write('../outside', Readable.from('x'))).rejects.toThrow(RangeError);
  });
});
