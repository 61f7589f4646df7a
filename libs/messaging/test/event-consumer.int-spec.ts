import { describe, expect, it } from '@jest/globals';
import { createEvent, reportPublished } from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { startService } from './support/service-for-test.js';
import {
  AlertsConsumer,
  clear,
  ConsumersForTest,
  doings,
  NOW,
  PATIENCE,
  raise,
  SecondConsumer,
  sent,
  TIMEOUT_MS,
} from './support/consumers-for-test.js';

describe('a consumer', () => {
  const given = new ConsumersForTest();

  it(
    'calls every handler of an event, once, in the order of the key',
    async () => {
      const { bus, start } = given;
      const events = Array.from({ length: 50 }, (_, index) => raise(`rule-${index % 5}`, String(index)));
      await bus.publish(events.map((event) => sent(event)));
      const service = await start();
      await eventually(async () => expect(await service.effects()).toHaveLength(100), PATIENCE);
      for (const handler of ['raised', 'second']) {
        const effects = await service.effects(handler);
        for (let rule = 0; rule < 5; rule += 1) {
          const ofRule = effects.filter(({ subject }) => subject === `rule-${rule}`);
          expect(ofRule.map(({ what }) => what)).toEqual(
            Array.from({ length: 10 }, (_, n) => String(n * 5 + rule)),
          );
        }
      }
    },
    TIMEOUT_MS,
  );

  it(
    'hands a batch to a handler of batches, and does not let it overtake another type',
    async () => {
      const { bus, start } = given;
      await bus.publish([
        sent(clear('r', '0')),
        sent(clear('r', '1')),
        sent(raise('r', '2')),
        sent(clear('r', '3')),
      ]);
      const service = await start('alerts', [SecondConsumer]);
      await eventually(async () => expect(await service.effects()).toHaveLength(4), PATIENCE);
      expect((await service.effects()).map(({ handler, what }) => [handler, what])).toEqual([
        ['cleared in 2', '0'],
        ['cleared in 2', '1'],
        ['second', '2'],
        ['cleared in 1', '3'],
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    'has one effect of an event that comes 20 times, from 20 publishers, to 4 members',
    async () => {
      const { bus, start } = given;
      const members = await Promise.all(Array.from({ length: 4 }, () => start()));
      const events = Array.from({ length: 20 }, (_, index) => raise(`rule-${index}`, String(index)));
      const copies = Array.from({ length: 20 }, (_, copy) =>
        events.map((event, index) => events[(index + copy) % events.length] ?? event),
      );
      await Promise.all(copies.map((copy) => bus.publish(copy.map((event) => sent(event)))));
      const end = raise('rule-0', 'end');
      await bus.publish(events.map(({ subject }) => sent({ ...end, id: uuidv7(), subject })));
      const first = members[0];
      await eventually(async () => expect(await first?.effects('raised')).toHaveLength(40), PATIENCE);
      const whats = (await first?.effects('raised'))
        ?.map(({ what }) => what)
        .filter((what) => what !== 'end');
      expect(whats?.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    },
    TIMEOUT_MS,
  );

  it(
    'tries again until it works, and shows no effect of the failed tries',
    async () => {
      const { bus, start } = given;
      let tries = 0;
      doings.failures.set('flaky', () => {
        tries += 1;
        if (tries < 4) throw new Error('not yet');
      });
      await bus.publish([sent(raise('r', 'before')), sent(raise('r', 'flaky')), sent(raise('r', 'after'))]);
      const service = await start();
      await eventually(async () => expect(await service.effects('raised')).toHaveLength(3), PATIENCE);
      expect((await service.effects('raised')).map(({ what }) => what)).toEqual(['before', 'flaky', 'after']);
      expect(tries).toBe(4);
    },
    TIMEOUT_MS,
  );

  it(
    'passes over types that it has no handler for',
    async () => {
      const { bus, start } = given;
      const report = createEvent(
        reportPublished,
        { reportId: 'r', kind: 'daily', periodStart: NOW, periodEnd: NOW, publishedAt: NOW },
        { service: 'test' },
      );
      const unknown = { ...report, id: uuidv7(), type: 'waybill.alert.invented' };
      await bus.publish([sent(report), sent(unknown), sent(raise('r', 'mine'))]);
      const service = await start();
      await eventually(async () => expect(await service.effects('raised')).toHaveLength(1), PATIENCE);
      expect(await service.source.query('SELECT * FROM outbox')).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'does not hold up other partitions while it retries',
    async () => {
      const { bus, services } = given;
      doings.failures.set('slow poison', () => {
        throw new Error('again');
      });
      await bus.publish([sent(raise('stuck', 'slow poison'))]);
      const started = await startService({
        ...given.urls,
        service: 'alerts',
        handlers: [AlertsConsumer],
        retries: { attempts: 6, firstPauseMs: 60_000, longestPauseMs: 60_000 },
      });
      services.push(started);
      await bus.publish(Array.from({ length: 60 }, (_, index) => sent(raise(`rule-${index}`, 'good'))));
      await eventually(
        async () => expect((await started.effects('raised')).length).toBeGreaterThan(30),
        PATIENCE,
      );
    },
    TIMEOUT_MS,
  );

  it(
    'survives an outage of its own database without counting it against the events',
    async () => {
      const { bus, start } = given;
      const service = await start();
      doings.inHandler = async (subject) => {
        doings.inHandler = () => Promise.resolve();
        await service.source.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        );
        expect(subject).toBe('r');
      };
      await bus.publish(Array.from({ length: 20 }, (_, index) => sent(raise('r', String(index)))));
      await eventually(async () => expect(await service.effects('raised')).toHaveLength(20), PATIENCE);
      expect(service.crashes).toEqual([]);
      expect(await service.source.query('SELECT * FROM inbox WHERE parked')).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
