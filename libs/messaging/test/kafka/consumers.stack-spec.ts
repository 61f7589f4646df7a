import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  deadLetterParked,
  type DeadLetterParked,
  parseData,
  parseEnvelope,
  TOPICS,
} from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import type { EventBus, IncomingMessage } from '@waybill/messaging';
import { createDatabase, eventually, type TestDatabase } from '@waybill/testing';
import type { DataSource } from 'typeorm';
import { openDataSource, type ServiceForTest } from '../support/service-for-test.js';
import {
  newTest,
  openKafkaBus,
  openTopics,
  raise,
  type Script,
  sent,
  startMember,
} from './alerts-service.js';

const PATIENCE = { timeoutMs: 40_000 };

describe('consumers on Kafka', () => {
  let database: TestDatabase;
  let source: DataSource;
  let bus: EventBus;
  let members: ServiceForTest[];
  let script: Script;

  beforeEach(async () => {
    await openTopics();
    database = await createDatabase('consumers');
    source = await openDataSource(database.url);
    bus = openKafkaBus();
    members = [];
    script = { test: newTest(), happens: () => undefined };
  });
  afterEach(async () => {
    await Promise.all(members.map((member) => member.close()));
    await bus.close();
    await source.destroy();
    await database.drop();
  });

  const join = async () => {
    const member = await startMember({ url: database.url, script });
    members.push(member);
    return member;
  };
  const effects = () =>
    source.query<{ subject: string; what: string }[]>('SELECT * FROM effects ORDER BY place');
  const rule = (name: string | number) => `${script.test}/${String(name)}`;
  /** Numbered, round the rules. */
  const numbered = (count: number, rules: number) =>
    Array.from({ length: count }, (_, index) => raise(rule(index % rules), String(index)));

  /** What a topic holds for which `wanted` gives something, once there is so much of it. */
  async function read<T>(
    topic: string,
    count: number,
    wanted: (message: IncomingMessage) => T | null,
  ): Promise<T[]> {
    const found: T[] = [];
    const reader = await bus.subscribe({
      group: uuidv7(),
      topics: [topic],
      glance: 'beginning',
      onBatch: async (batch) => {
        found.push(...batch.messages.map(wanted).filter((one) => one !== null));
        for (const message of batch.messages.slice(-1)) await batch.done(message);
      },
      onCrash: () => undefined,
    });
    await eventually(() => expect(found.length).toBeGreaterThanOrEqual(count), PATIENCE);
    await reader.stop();
    return found;
  }

  const letterOf = ({ value }: IncomingMessage): DeadLetterParked | null => {
    const { data } = parseData(deadLetterParked, parseEnvelope(value));
    return data.group === script.test ? data : null;
  };

  it('a poisonous message holds up nobody: not those of other keys while it is tried, not those behind it after', async () => {
    const good = numbered(120, 12);
    const poison = raise(rule(0), 'poison');
    const events = [...good.slice(0, 60), poison, ...good.slice(60)];
    await bus.publish(events.map(sent));
    const published = await read(TOPICS.alerts, events.length, (message) =>
      message.key?.startsWith(script.test) === true ? message : null,
    );
    const place = published.find(({ value }) => value === JSON.stringify(poison));
    const elsewhere = published.filter(({ partition }) => partition !== place?.partition).length;
    expect(elsewhere).toBeGreaterThan(0);
    const whats = async () => (await effects()).map(({ what }) => what);
    let tries = 0;
    script.happens = async ({ summary }) => {
      if (summary !== 'poison') return;
      tries += 1;
      // What came at the same moment shares the first try; from the second on it is by itself.
      if (tries === 1) throw new TypeError('no such thing');
      // It fails when those of other partitions are done: they must not wait for it.
      await eventually(
        async () => expect((await whats()).length).toBeGreaterThanOrEqual(elsewhere),
        PATIENCE,
      );
      throw new TypeError('no such thing');
    };
    await join();
    await eventually(async () => expect((await whats()).length).toBe(good.length), PATIENCE);
    expect(new Set(await whats())).toEqual(new Set(good.map(({ data }) => data.summary)));
    const letters = await read(TOPICS.deadLetters, 1, letterOf);
    expect(letters).toMatchObject([
      {
        group: script.test,
        topic: TOPICS.alerts,
        partition: place?.partition,
        offset: place?.offset,
        key: poison.subject,
        eventId: poison.id,
        attempts: 6,
        reason: 'TypeError: no such thing',
        value: JSON.stringify(poison),
      },
    ]);
    expect(letters[0]?.stack).toContain('consumers.stack-spec');
    expect(members[0]?.crashes).toEqual([]);
  });

  it('a rebalance in the middle of a batch loses nothing and does nothing twice, and keeps the order of each key', async () => {
    const RULES = 30;
    const events = numbered(900, RULES);
    await bus.publish(events.map(sent));
    const joined = Promise.withResolvers<undefined>();
    const leaving = Promise.withResolvers<undefined>();
    let handled = 0;
    script.happens = async () => {
      handled += 1;
      // The batch goes on when others have their shares of the partitions.
      if (handled === 50) await Promise.all([join(), join()]).then(() => joined.resolve(undefined));
      // And in the middle of another one somebody leaves.
      if (handled === 300) leaving.resolve(undefined);
    };
    const first = await join();
    await Promise.all([joined.promise, leaving.promise]);
    await first.close();
    await eventually(async () => expect((await effects()).length).toBe(events.length), PATIENCE);
    const done = await effects();
    for (let index = 0; index < RULES; index += 1) {
      const ofRule = done.filter(({ subject }) => subject === rule(index)).map(({ what }) => Number(what));
      expect(ofRule).toEqual(Array.from({ length: events.length / RULES }, (_, n) => n * RULES + index));
    }
    expect(members.flatMap(({ crashes }) => crashes)).toEqual([]);
  });
});
