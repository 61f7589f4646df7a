import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type CloudEvent, contractOf } from '@waybill/contracts';
import { ManualClock } from '@waybill/kernel';
import { type EventBus, openEventBus, Transactions } from '@waybill/messaging';
import { eventually, mmdbFile } from '@waybill/testing';
import fc from 'fast-check';
import { RebuildFigures } from '../src/application/rebuild-figures.js';
import { PartitionedHistoryDays } from '../src/persistence/partitioned-history-days.js';
import { TypeormFigures } from '../src/persistence/typeorm-figures.js';
import { TypeormHistory } from '../src/persistence/typeorm-history.js';
import { TypeormShadowFigures } from '../src/persistence/typeorm-shadow-figures.js';
import { play } from './replay/platform.js';
import { Recomputed } from './replay/recompute.js';
import { expectSame } from './replay/same.js';
import { delivered, deliveries, type Delivery, FILES, NETWORKS, PEOPLE } from './replay/scripts.js';
import { type RunningAnalytics, startAnalytics } from './service.js';
import { emptyTables } from './tables.js';

const operator = { as: 'root', roles: ['admin'] } as const;
const PERIODS = { day: 1, week: 7, month: 30, year: 365 };

let service: RunningAnalytics;
let bus: EventBus;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'analytics-countries-'));
  const countries = join(folder, 'countries.mmdb');
  await writeFile(countries, mmdbFile({ [NETWORKS[0] ?? '']: 'NO', [NETWORKS[1] ?? '']: 'FR' }));
  service = await startAnalytics({ COUNTRY_DATABASE: countries });
  bus = await openEventBus({ service: 'test', busDatabaseUrl: service.busUrl });
}, 60_000);
afterAll(async () => {
  await bus.close();
  await service.stop();
  await rm(folder, { recursive: true });
});

describe('random histories, over the bus and read by HTTP,', () => {
  it('come to the figures that a recomputation from the same events comes to', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (delivery) => {
        const events = await begin(delivery);
        await publish(events);
        await compare(events);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  }, 240_000);

  it('come to them after a rebuild as well, and where it ran while they came', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, fc.integer({ min: 0, max: 110 }), async (delivery, daysAgo) => {
        const events = await begin(delivery);
        const half = Math.floor(events.length / 2);
        await publish(events.slice(0, half));
        await Promise.all([publish(events.slice(half)), rebuild(daysAgo)]);
        await compare(events);
        await rebuild(daysAgo);
        await compare(events);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  }, 240_000);
});

async function begin(delivery: Delivery): Promise<CloudEvent[]> {
  await emptyTables(service.source);
  return delivered(play(delivery.scripts, new Date()), delivery);
}

async function publish(events: readonly CloudEvent[]): Promise<void> {
  await bus.publish(
    events.map((event) => ({
      topic: contractOf(event.type)?.topic ?? '',
      key: event.subject,
      id: event.id,
      value: JSON.stringify(event),
    })),
  );
}

/** What the command does. */
function rebuild(daysAgo: number): Promise<unknown> {
  const transactions = new Transactions(service.source);
  const clock = new ManualClock(new Date());
  const history = new TypeormHistory(transactions, new PartitionedHistoryDays(transactions), clock);
  const figures = new TypeormFigures(transactions);
  const day = new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const shadow = new TypeormShadowFigures(transactions);
  return new RebuildFigures(transactions, history, figures, shadow).execute(day);
}

async function compare(events: readonly CloudEvent[]): Promise<void> {
  await eventually(() => compareAll(new Recomputed(events, new Date())), { timeoutMs: 20_000 });
}

async function compareAll(expected: Recomputed): Promise<void> {
  for (const userId of PEOPLE) await comparePerson(expected, userId);
  for (const { id } of FILES)
    expectSame(await read(`/api/downloads/files/${id}/analytics`), expected.file(id), `file ${id}`);
  for (const date of expected.days)
    expectSame(await read(`/api/downloads/stats/daily?date=${date}`), expected.daily(date), `daily ${date}`);
  for (const [days, limit] of [
    [7, 10],
    [1, 3],
    [30, 50],
  ] as const)
    expectSame(
      await read(`/api/downloads/files/popular?days=${String(days)}&limit=${String(limit)}`),
      { files: expected.popular(days, limit), period_days: days },
      `popular ${String(days)}`,
    );
  for (const days of [1, 7, 30])
    expectSame(
      await read(`/api/downloads/bandwidth/usage?days=${String(days)}`),
      expected.bandwidth(days),
      `bandwidth ${String(days)}`,
    );
}

async function comparePerson(expected: Recomputed, userId: string): Promise<void> {
  expectSame(
    await read(`/api/downloads/user/${userId}/summary`),
    expected.summary(userId),
    `summary ${userId}`,
  );
  for (const days of [1, 30, 90]) {
    const downloads = expected.history(userId, days);
    expectSame(
      await read(`/api/downloads/user/${userId}/history?days=${String(days)}`),
      { user_id: userId, downloads, count: downloads.length },
      `history ${userId}`,
    );
  }
  for (const [period, days] of Object.entries(PERIODS)) {
    const { body } = await service.ask(`/downloads/stats?period=${period}`, { as: userId });
    expectSame(body, { data: expected.stats(userId, days) }, `stats ${userId} ${period}`);
  }
}

async function read(path: string): Promise<unknown> {
  return (await service.ask(path, operator)).body;
}
