import { describe, expect, it } from '@jest/globals';
import {
  deadLetterParked,
  type DeadLetterParked,
  parseData,
  parseEnvelope,
  TOPICS,
} from '@waybill/contracts';
import { DomainError, uuidv7 } from '@waybill/kernel';
import { replayDeadLetters } from '@waybill/messaging';
import { createDatabase, eventually } from '@waybill/testing';
import { openBus } from './support/service-for-test.js';
import {
  AlertsConsumer,
  ConsumersForTest,
  doings,
  PATIENCE,
  raise,
  SecondConsumer,
  sent,
  TIMEOUT_MS,
} from './support/consumers-for-test.js';

describe('dead letters of a consumer', () => {
  const given = new ConsumersForTest();

  async function deadLetters(): Promise<DeadLetterParked[]> {
    const letters: DeadLetterParked[] = [];
    const reader = openBus(given.urls.busUrl, 'letters');
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
    'parks what fails for good, with its reason, and goes on; one bad event never takes its batch with it',
    async () => {
      const { bus, start } = given;
      let tries = 0;
      doings.failures.set('poison', () => {
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
      expect(letters[0]?.stack).toContain('dead-letters.int-spec');
      expect(service.crashes).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'parks at once what no retry can help: a refusal, no JSON, no CloudEvent, wrong data',
    async () => {
      const { bus, start } = given;
      let tries = 0;
      doings.failures.set('refused', () => {
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
    'sends a dead letter that is poisonous still once with each replay, and comes to an end',
    async () => {
      const { bus, start } = given;
      doings.failures.set('poison', () => {
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
      const { bus, databases, start } = given;
      let broken = true;
      doings.failures.set('fixed later', () => {
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
