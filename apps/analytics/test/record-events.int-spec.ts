import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEvent, aTransfer } from './fixtures/events.js';
import { type Analytics, openAnalytics } from './harness.js';
import { emptyTables } from './tables.js';

let analytics: Analytics;
beforeAll(async () => {
  analytics = await openAnalytics();
});
beforeEach(() => emptyTables(analytics.source));
afterAll(() => analytics.close());

const FILE = '0190d7a0-0000-7000-8000-000000000001';
const at = (time: string) => new Date(`2026-03-${time}:00.000Z`);

describe('recording events', () => {
  it('counts a download once, by its last state, whatever came before', async () => {
    const begun = { begunAt: at('09T10:00'), endedAt: null, changedAt: at('09T10:00') };
    await analytics.record.execute([anEvent({ ...begun, revision: 2, status: 'downloading' })]);
    await analytics.record.execute([
      anEvent({ ...begun, revision: 3, status: 'failed', endedAt: at('09T11:00') }),
    ]);
    expect(await analytics.queries.person('ada')).toMatchObject({ begun: 1, failed: 1, completed: 0 });
    await analytics.record.execute([
      anEvent({ ...begun, revision: 5, status: 'completed', endedAt: at('09T12:00') }),
      anEvent({ ...begun, revision: 4, status: 'pending' }),
    ]);
    expect(await analytics.queries.person('ada')).toMatchObject({
      begun: 1,
      completed: 1,
      failed: 0,
      completed_bytes: 1000,
      favourite_types: ['video'],
    });
  });

  it('takes an event twice, late or out of order for what it is', async () => {
    const done = anEvent({ revision: 5, begunAt: at('09T10:00'), endedAt: at('09T11:00') });
    const before = anEvent({ revision: 2, begunAt: at('09T10:00'), status: 'downloading', endedAt: null });
    await analytics.record.execute([done, done]);
    await analytics.record.execute([before, done]);
    expect(await analytics.queries.person('ada')).toMatchObject({ begun: 1, completed: 1 });
    expect(await countOf('history.events')).toBe(2);
  });

  it('keeps each event under the UTC day of its own time, however late it comes', async () => {
    await analytics.record.execute([
      aTransfer('2026-03-01T23:59:59.999Z', 10),
      aTransfer('2026-03-10T00:00:00.000Z', 20),
      aTransfer('2025-11-30T12:00:00.000Z', 30),
    ]);
    const rows = await analytics.source.query<{ tableoid: string }[]>(
      `SELECT tableoid::regclass::text AS tableoid FROM history.events ORDER BY day`,
    );
    expect(rows.map(({ tableoid }) => tableoid)).toEqual([
      'history.events_20251130',
      'history.events_20260301',
      'history.events_20260310',
    ]);
  });

  it('does not open a day for a clock that runs ahead', async () => {
    await analytics.record.execute([aTransfer('2999-01-01T00:00:00.000Z', 1)]);
    expect(await analytics.days.days()).not.toContain('2999-01-01');
    expect(await countOf('history.events')).toBe(1);
  });

  it('adds bytes to the day they were served on, aborted ones too', async () => {
    await analytics.record.execute([
      aTransfer('2026-03-09T23:59:59.999Z', 100, { outcome: 'running' }),
      aTransfer('2026-03-10T00:00:00.500Z', 50, { outcome: 'aborted', sequence: 1 }),
      aTransfer('2026-03-10T00:00:01.000Z', 7, { transferId: 't-2', client: googlebot }),
    ]);
    expect(await analytics.queries.bandwidth('2026-03-04')).toEqual([
      expect.objectContaining({ day: '2026-03-10', served_bytes: 57, automated_bytes: 7 }),
      expect.objectContaining({ day: '2026-03-09', served_bytes: 100, automated_bytes: 0 }),
    ]);
    expect(await analytics.queries.file(FILE)).toMatchObject({ served_bytes: 157, automated_bytes: 7 });
  });

  it('leaves everything as it was when one of the batch cannot be kept', async () => {
    const poison = { ...anEvent({ downloadId: 'dl_2' }), time: 'yesterday' };
    await expect(analytics.record.execute([anEvent(), poison])).rejects.toMatchObject({ kind: 'invalid' });
    expect(await countOf('history.events')).toBe(0);
    expect(await analytics.queries.person('ada')).toBeNull();
  });

  it('counts exactly when twenty batches with the same people and files run at once', async () => {
    const batch = (number: number) =>
      [...Array(20).keys()].map((index) =>
        anEvent({
          downloadId: `dl_${String(number)}_${String(index)}`,
          userId: `person-${String(index % 5)}`,
        }),
      );
    await Promise.all([...Array(20).keys()].map((number) => analytics.record.execute(batch(number))));
    expect(await analytics.queries.person('person-0')).toMatchObject({ begun: 80, completed: 80 });
    expect(await analytics.queries.file('file-1')).toMatchObject({ completed: 400, people: 5 });
    expect(await analytics.queries.day('2026-03-01')).toMatchObject({ people: 5 });
  });
});

const googlebot = { network: null, userAgent: 'Googlebot/2.1', referrer: null };

async function countOf(table: string): Promise<number> {
  const [row] = await analytics.source.query<{ count: string }[]>(`SELECT count(*) FROM ${table}`);
  return Number(row?.count);
}
