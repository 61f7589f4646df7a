import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CloudEvent,
  createEvent,
  deadLetterParked,
  fileDamaged,
  quotaThresholdCrossed,
} from '@waybill/contracts';
import { DAY, MINUTE } from '@waybill/kernel';
import { Outbox } from '@waybill/messaging';
import { AlertSettings } from '../src/application/alert-settings.js';
import { EvaluateAlerts } from '../src/application/evaluate-alerts.js';
import { RaiseAlerts } from '../src/application/raise-alerts.js';
import { ReadAlertRule } from '../src/application/read-alert-rule.js';
import type { AlertRule } from '../src/domain/alert-rules.js';
import { TypeormAlertMeasures } from '../src/persistence/typeorm-alert-measures.js';
import { TypeormAlerts } from '../src/persistence/typeorm-alerts.js';
import { anEvent, aTransfer } from './fixtures/events.js';
import { type Analytics, openAnalytics } from './harness.js';
import { emptyTables } from './tables.js';

let analytics: Analytics;
beforeAll(async () => {
  analytics = await openAnalytics();
});
beforeEach(async () => {
  await emptyTables(analytics.source);
  await analytics.source.query('TRUNCATE alerts, outbox');
});
afterAll(() => analytics.close());

const FILE = '0190d7a0-0000-7000-8000-000000000001';
const common = { name: 'rule', hysteresisPercent: 20 } as const;

function evaluating(rule: AlertRule): EvaluateAlerts {
  const { transactions, clock } = analytics;
  const alerts = new TypeormAlerts(transactions);
  const raising = new RaiseAlerts(transactions, alerts, new Outbox(transactions, { service: 'analytics' }));
  const reading = new ReadAlertRule(new TypeormAlertMeasures(transactions));
  return new EvaluateAlerts(raising, alerts, reading, clock, new AlertSettings([rule]));
}

/** What was announced so far, in order. */
async function announced(): Promise<string[]> {
  const rows = await analytics.source.query<{ type: string }[]>(
    `SELECT value::jsonb ->> 'type' AS type FROM outbox ORDER BY position`,
  );
  return rows.map(({ type }) => type.replace('waybill.alert.', ''));
}

let made = 0;
const now = () => analytics.clock.now();
const ended = (status: 'failed' | 'completed', count: number) =>
  [...Array(count).keys()].map(() =>
    anEvent({ downloadId: `dl_${String(++made)}`, status, begunAt: now(), endedAt: now(), changedAt: now() }),
  );
const bytes = (count: number, time = now()) => [aTransfer(time.toISOString(), count)];
const origin = () => ({ service: 'test', time: now() });

const signals: Readonly<Record<'quota-threshold' | 'dead-letter' | 'file-damaged', () => CloudEvent>> = {
  'quota-threshold': () =>
    createEvent(
      quotaThresholdCrossed,
      {
        userId: 'ada',
        usedBytes: 9,
        totalBytes: 10,
        usedPercent: 90,
        threshold: 80,
        crossedAt: now().toISOString(),
      },
      origin(),
    ),
  'dead-letter': () =>
    createEvent(
      deadLetterParked,
      {
        ...{ group: 'g', topic: 't', partition: 0, offset: '1', key: null, eventId: null, attempts: 6 },
        ...{ reason: 'broken', stack: null, value: null, parkedAt: now().toISOString() },
      },
      origin(),
    ),
  'file-damaged': () =>
    createEvent(
      fileDamaged,
      { fileId: FILE, expectedSha256: 'a', foundSha256: 'b', detectedAt: now().toISOString() },
      origin(),
    ),
};

interface Course {
  readonly rule: AlertRule;
  /** Each is recorded, then the rule is judged twice: the second time nothing is new. */
  readonly quiet: () => readonly CloudEvent[];
  readonly raising: () => readonly CloudEvent[];
  /** Brings it below the limit, but not far enough. */
  readonly nearly?: () => readonly CloudEvent[];
  readonly clearing: () => readonly CloudEvent[];
}

const wait = (milliseconds: number): CloudEvent[] => {
  analytics.clock.advance(milliseconds);
  return [];
};

/** The same hour of each of the last seven days served a thousand bytes. */
const usual = () =>
  [1, 2, 3, 4, 5, 6, 7].flatMap((day) => bytes(1000, new Date(now().getTime() - day * DAY)));

const courses: readonly (readonly [string, Course])[] = [
  [
    'failure rate',
    {
      rule: { ...common, kind: 'failure-rate', abovePercent: 50, minDownloads: 4, minutes: 15 },
      // Three of three failed, but three are too few.
      quiet: () => ended('failed', 3),
      raising: () => ended('failed', 1),
      nearly: () => ended('completed', 4),
      clearing: () => ended('completed', 2),
    },
  ],
  [
    'bandwidth',
    {
      rule: { ...common, kind: 'bandwidth', aboveBytesPerHour: 1000 },
      quiet: () => bytes(1000),
      raising: () => bytes(1),
      clearing: () => wait(60 * MINUTE),
    },
  ],
  [
    'bandwidth, compared with the same hour of the last seven days',
    {
      rule: { ...common, kind: 'bandwidth-surge', times: 3, minBytes: 0 },
      quiet: () => [...usual(), ...bytes(3000)],
      raising: () => bytes(1),
      clearing: () => wait(60 * MINUTE),
    },
  ],
  ...(Object.keys(signals) as (keyof typeof signals)[]).map((kind) => {
    const some = (count: number) => [...Array(count).keys()].map(() => signals[kind]());
    const course: Course = {
      rule: { ...common, kind, above: 10, minutes: 60 },
      quiet: () => some(1),
      raising: () => [...wait(30 * MINUTE), ...some(10)],
      // The first one is out of the window: ten are left, which is the limit.
      nearly: () => wait(35 * MINUTE),
      clearing: () => wait(60 * MINUTE),
    };
    return [kind, course] as const;
  }),
];

describe('every alert rule', () => {
  it.each(courses)('%s: is raised once and cleared once, well below its limit', async (_, course) => {
    const evaluate = evaluating(course.rule);
    const take = async (events: readonly CloudEvent[]) => {
      if (events.length > 0) await analytics.record.execute(events);
      await evaluate.execute();
      await evaluate.execute();
      return announced();
    };
    expect(await take(course.quiet())).toEqual([]);
    expect(await take(course.raising())).toEqual(['raised']);
    if (course.nearly !== undefined) expect(await take(course.nearly())).toEqual(['raised']);
    expect(await take(course.clearing())).toEqual(['raised', 'cleared']);
  });

  it('is raised once by replicas that judge at the same time', async () => {
    const rule: AlertRule = { ...common, kind: 'bandwidth', aboveBytesPerHour: 1 };
    await analytics.record.execute(bytes(2));
    const rounds = await Promise.all([...Array(20).keys()].map(() => evaluating(rule).execute()));
    expect(rounds.reduce((sum, changes) => sum + changes, 0)).toBe(1);
    expect(await announced()).toEqual(['raised']);
  });

  it('that is configured no more is cleared', async () => {
    await analytics.record.execute(bytes(2));
    await evaluating({ ...common, kind: 'bandwidth', aboveBytesPerHour: 1 }).execute();
    await evaluating({ ...common, name: 'another', kind: 'bandwidth', aboveBytesPerHour: 100 }).execute();
    expect(await announced()).toEqual(['raised', 'cleared']);
  });

  it('sees no surge where nothing was usual', async () => {
    await analytics.record.execute(bytes(1_000_000));
    await evaluating({ ...common, kind: 'bandwidth-surge', times: 2, minBytes: 0 }).execute();
    expect(await announced()).toEqual([]);
  });
});
