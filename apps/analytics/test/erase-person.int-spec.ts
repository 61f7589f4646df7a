import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEvent, aTransfer } from './fixtures/events.js';
import { type Analytics, openAnalytics } from './harness.js';
import { emptyTables, figuresOf } from './tables.js';

let analytics: Analytics;
beforeAll(async () => {
  analytics = await openAnalytics();
});
beforeEach(() => emptyTables(analytics.source));
afterAll(() => analytics.close());

const before = new Date('2026-03-09T10:00:00.000Z');
const erasedAt = new Date('2026-03-10T10:00:00.000Z');
const client = { network: '203.0.113.0/24', userAgent: 'Browser', referrer: 'https://example.org' };

describe('erasing a person', () => {
  it('leaves nothing of him and every figure', async () => {
    await analytics.record.execute([
      anEvent({ begunAt: before, endedAt: before, changedAt: before }),
      anEvent({ downloadId: 'dl_2', userId: 'bob', begunAt: before, endedAt: before, changedAt: before }),
      aTransfer(before.toISOString(), 10, { client }),
    ]);
    const file = await analytics.queries.file('file-1');
    const day = await analytics.queries.day('2026-03-09');
    await analytics.erase.execute('ada', erasedAt);
    expect(await everything()).not.toMatch(/\bada\b|203\.0\.113|Browser|example\.org/);
    expect(await analytics.queries.person('ada')).toBeNull();
    expect(await analytics.queries.file('file-1')).toEqual(file);
    expect(await analytics.queries.day('2026-03-09')).toEqual(day);
    expect(file).toMatchObject({ completed: 2, people: 2 });
  });

  it('goes for news that were still on their way, which find the same pseudonym', async () => {
    const running = { begunAt: before, endedAt: null, status: 'downloading' } as const;
    await analytics.record.execute([anEvent({ ...running, revision: 2, changedAt: before })]);
    await analytics.erase.execute('ada', erasedAt);
    await analytics.record.execute([
      anEvent({
        ...running,
        revision: 3,
        status: 'cancelled',
        endedAt: erasedAt,
        changedAt: new Date('2026-03-10T10:00:01.000Z'),
      }),
      aTransfer('2026-03-10T09:59:59.000Z', 10, { client }),
    ]);
    expect(await everything()).not.toMatch(/\bada\b|203\.0\.113/);
    expect(await analytics.queries.day('2026-03-09')).toMatchObject({
      people: 1,
      types: [expect.objectContaining({ begun: 1, cancelled: 1 })],
    });
  });

  it('leaves what he does afterwards his own', async () => {
    await analytics.erase.execute('ada', erasedAt);
    const after = new Date('2026-03-10T11:00:00.000Z');
    await analytics.record.execute([anEvent({ begunAt: after, endedAt: after, changedAt: after })]);
    expect(await analytics.queries.person('ada')).toMatchObject({ begun: 1 });
  });

  it('keeps a rebuild equal', async () => {
    await analytics.record.execute([anEvent({ begunAt: before, endedAt: before, changedAt: before })]);
    await analytics.erase.execute('ada', erasedAt);
    const figures = await figuresOf(analytics.source);
    await analytics.rebuild.execute('2026-03-01');
    expect(await figuresOf(analytics.source)).toEqual(figures);
  });
});

async function everything(): Promise<string> {
  const events = await analytics.source.query<object[]>(`SELECT to_jsonb(event) FROM history.events event`);
  const erased = await analytics.source.query<object[]>(`SELECT * FROM history.erased_people`);
  return JSON.stringify([events, erased, await figuresOf(analytics.source)]);
}
