import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import {
  alertCleared,
  type AlertCleared,
  type AlertRaised,
  alertRaised,
  type CloudEvent,
  createEvent,
  deadLetterParked,
  type DeadLetterParked,
  parseData,
  parseEnvelope,
  reportPublished,
  TOPICS,
} from '@waybill/contracts';
import { DomainError, uuidv7 } from '@waybill/kernel';
import { type EventBus, OnEvent, OnEvents, replayDeadLetters, Transactions } from '@waybill/messaging';
import { createDatabase, eventually, type TestDatabase } from '@waybill/testing';
import { openBus, type ServiceForTest, startService } from './support/service-for-test.js';

const TIMEOUT_MS = 60_000;
const PATIENCE = { timeoutMs: 20_000 };
const NOW = '2026-11-21T10:00:00.000Z';

/** What a rule's name makes the handlers below do. */
let failures: Map<string, () => void>;
let inHandler: (subject: string) => Promise<void>;

async function effect(transactions: Transactions, handler: string, subject: string, what: string) {
  await transactions.run((tx) =>
    tx.query('INSERT INTO effects (handler, subject, what) VALUES ($1, $2, $3)', [handler, subject, what]),
  );
}

@Controller()
class AlertsConsumer {
  constructor(private readonly transactions: Transactions) {}

  @OnEvent(alertRaised)
  async raised(data: AlertRaised, event: CloudEvent<AlertRaised>): Promise<void> {
    await effect(this.transactions, 'raised', data.rule, data.summary);
    await inHandler(data.rule);
    expect(event.type).toBe('waybill.alert.raised');
    failures.get(data.summary)?.();
  }
}

@Controller()
class SecondConsumer {
  constructor(private readonly transactions: Transactions) {}

  @OnEvent(alertRaised)
  async raised(data: AlertRaised): Promise<void> {
    await effect(this.transactions, 'second', data.rule, data.summary);
  }

  @OnEvents(alertCleared)
  async cleared(events: readonly CloudEvent<AlertCleared>[]): Promise<void> {
    for (const { data } of events)
      await effect(this.transactions, `cleared in ${events.length}`, data.rule, data.summary);
    for (const { data } of events) failures.get(data.summary)?.();
  }
}

const raise = (rule: string, summary: string) =>
  createEvent(
    alertRaised,
    { alertId: uuidv7(), rule, summary, value: 1, limit: 1, raisedAt: NOW },
    { service: 'test' },
  );
const clear = (rule: string, summary: string) =>
  createEvent(
    alertCleared,
    { alertId: uuidv7(), rule, summary, value: 1, limit: 1, raisedAt: NOW, clearedAt: NOW },
    { service: 'test' },
  );
const sent = (event: CloudEvent, topic: string = TOPICS.alerts) => ({
  topic,
  key: event.subject,
  id: event.id,
  value: JSON.stringify(event),
});

describe('a consumer', () => {
  let databases: TestDatabase[];
  let services: ServiceForTest[];
  let bus: EventBus;
  let urls: { url: string; busUrl: string };

  beforeEach(async () => {
    failures = new Map();
    inHandler = () => Promise.resolve();
    services = [];
    databases = [await createDatabase('service'), await createDatabase('bus')];
    urls = { url: databases[0]?.url ?? '', busUrl: databases[1]?.url ?? '' };
    bus = openBus(urls.busUrl, 'publisher');
  }, TIMEOUT_MS);

  afterEach(async () => {
    await Promise.all(services.map((service) => service.close()));
    await bus.close();
    await Promise.all(databases.map((database) => database.drop()));
  }, TIMEOUT_MS);

  const start = async (service = 'alerts', handlers = [AlertsConsumer, SecondConsumer], url = urls.url) => {
    const started = await startService({ url, busUrl: urls.busUrl, service, handlers });
    services.push(started);
    return started;
  };

  async function deadLetters(): Promise<DeadLetterParked[]> {
    const letters: DeadLetterParked[] = [];
    const reader = openBus(urls.busUrl, 'letters');
    await reader.subscribe({
      group: uuidv7(),
      topics: [TOPICS.deadLetters],
      onBatch: (batch) => {
        for (const { value } of batch.messages)
          letters.push(parseData(deadLetterParked, parseEnvelope(value)).data);
        return Promise.resolve();
      },
      onCrash: () => undefined,
    });
    await eventually(() => expect(letters.length).toBeGreaterThan(0), PATIENCE);
    await reader.close();
    return letters;
  }

  it(
    'calls every handler of an event, once, in the order of the key',
    async () => {
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
      let tries = 0;
      failures.set('flaky', () => {
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
    'parks what fails for good, with its reason, and goes on; one bad event never takes its batch with it',
    async () => {
      let tries = 0;
      failures.set('poison', () => {
        tries += 1;
        throw new TypeError('no such thing');
      });
      const poison = raise('r', 'poison');
      const around = Array.from({ length: 30 }, (_, index) => raise('r', String(index)));
      await bus.publish([...around.slice(0, 15), poison, ...around.slice(15)].map((event) => sent(event)));
      const service = await start();
      await eventually(async () => expect(await service.effects('raised')).toHaveLength(30), PATIENCE);
      // Six attempts alone, and the one of the whole batch before.
      expect(tries).toBe(7);
      const letters = await deadLetters();
      expect(letters).toHaveLength(1);
      expect(letters[0]).toMatchObject({
        group: 'alerts',
        topic: TOPICS.alerts,
        offset: '15',
        key: 'r',
        eventId: poison.id,
        attempts: 6,
        reason: 'TypeError: no such thing',
        value: JSON.stringify(poison),
      });
      expect(letters[0]?.stack).toContain('event-consumer.int-spec');
      expect(service.crashes).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'parks at once what no retry can help: a refusal, no JSON, no CloudEvent, wrong data',
    async () => {
      let tries = 0;
      failures.set('refused', () => {
        tries += 1;
        throw new DomainError('conflict', 'INVALID_STATE', 'not in this state');
      });
      const wrong = { ...raise('k', 'x'), data: { alertId: 1 } };
      await bus.publish([
        sent(raise('k', 'refused')),
        { topic: TOPICS.alerts, key: 'k', id: '1', value: 'no json' },
        { topic: TOPICS.alerts, key: 'k', id: '2', value: '{"hello":"world"}' },
        sent(wrong),
        sent(raise('k', 'good')),
      ]);
      const service = await start();
      await eventually(async () => expect(await service.effects('raised')).toHaveLength(1), PATIENCE);
      await eventually(async () => expect(await deadLetters()).toHaveLength(4), PATIENCE);
      expect((await deadLetters()).map(({ eventId, attempts }) => [eventId !== null, attempts])).toEqual([
        [true, 1],
        [false, 1],
        [false, 1],
        [true, 1],
      ]);
      // Once with the batch, once alone.
      expect(tries).toBeLessThanOrEqual(2);
    },
    TIMEOUT_MS,
  );

  it(
    'passes over types that it has no handler for',
    async () => {
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
      failures.set('slow poison', () => {
        throw new Error('again');
      });
      await bus.publish([sent(raise('stuck', 'slow poison'))]);
      const started = await startService({
        ...urls,
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
      const service = await start();
      inHandler = async (subject) => {
        inHandler = () => Promise.resolve();
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

  it(
    'sends a dead letter that is poisonous still once with each replay, and comes to an end',
    async () => {
      failures.set('poison', () => {
        throw new DomainError('invalid', 'BUG', 'a bug');
      });
      await start();
      await bus.publish([sent(raise('r', 'poison'))]);
      for (const given of [1, 2, 3]) {
        await eventually(async () => expect(await deadLetters()).toHaveLength(given), PATIENCE);
        expect(await replayDeadLetters(bus, { group: 'alerts', quietMs: 1_000 })).toBe(1);
      }
      await eventually(async () => expect(await deadLetters()).toHaveLength(4), PATIENCE);
    },
    TIMEOUT_MS,
  );

  it(
    'replays a dead letter for the group that gave up, once, and for nobody else',
    async () => {
      let broken = true;
      failures.set('fixed later', () => {
        if (broken) throw new DomainError('invalid', 'BUG', 'a bug');
      });
      const other = await createDatabase('other');
      databases.push(other);
      const giver = await start('alerts', [AlertsConsumer]);
      const bystander = await start('bystander', [SecondConsumer], other.url);
      await bus.publish([sent(raise('r', 'fixed later')), sent(raise('r', 'fine'))]);
      await eventually(async () => expect(await giver.effects()).toHaveLength(1), PATIENCE);
      await eventually(async () => expect(await bystander.effects()).toHaveLength(2), PATIENCE);
      await eventually(async () => expect(await deadLetters()).toHaveLength(1), PATIENCE);
      broken = false;
      expect(await replayDeadLetters(bus, { group: 'alerts', quietMs: 1_000 })).toBe(1);
      await eventually(async () => expect(await giver.effects()).toHaveLength(2), PATIENCE);
      // The same again, by another filter: it was handled, so nothing more happens.
      expect(await replayDeadLetters(bus, { topic: TOPICS.alerts, quietMs: 1_000 })).toBe(1);
      expect(await replayDeadLetters(bus, { group: 'alerts', quietMs: 1_000 })).toBe(0);
      await bus.publish([sent(raise('r', 'end'))]);
      await eventually(async () => expect(await giver.effects()).toHaveLength(3), PATIENCE);
      expect((await giver.effects()).map(({ what }) => what)).toEqual(['fine', 'fixed later', 'end']);
      await eventually(async () => expect(await bystander.effects()).toHaveLength(3), PATIENCE);
    },
    TIMEOUT_MS,
  );
});
