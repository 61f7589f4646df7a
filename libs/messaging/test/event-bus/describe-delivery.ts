import { expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import type { BusUnderTest } from './bus-under-test.js';
import { message, numbered, PATIENCE, Recorder, TIMEOUT_MS } from './recorder.js';

/** What is published reaches every group: whole, in order, once it is done no more. */
export function describeDelivery(given: BusUnderTest): void {
  it(
    'says that it can be reached',
    async () => {
      const { open } = given;
      await expect((await open()).check()).resolves.toBeUndefined();
    },
    TIMEOUT_MS,
  );

  it(
    'delivers everything that was published, whole, with its key and headers',
    async () => {
      const { group, open, topic } = given;
      const bus = await open();
      await bus.publish([
        { ...message(topic, 'k/ü', '{"text":"ünïcödé 下载 \\u0000"}'), headers: { a: 'b', 'c-d': 'é' } },
      ]);
      const reader = await new Recorder().join(bus, group, [topic]);
      await eventually(() => expect(reader.messages).toHaveLength(1), PATIENCE);
      expect(reader.messages[0]).toMatchObject({
        topic,
        key: 'k/ü',
        value: '{"text":"ünïcödé 下载 \\u0000"}',
        headers: { a: 'b', 'c-d': 'é' },
      });
    },
    TIMEOUT_MS,
  );

  it(
    'keeps the order of each key, whoever publishes in between',
    async () => {
      const { group, open, topic } = given;
      const bus = await open();
      const reader = await new Recorder().join(bus, group, [topic]);
      const publish = async (key: string) => {
        for (let index = 0; index < 20; index += 1) await bus.publish([message(topic, key, String(index))]);
      };
      const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
      await Promise.all(keys.map(publish));
      await eventually(() => expect(reader.messages).toHaveLength(400), PATIENCE);
      const expected = Array.from({ length: 20 }, (_, index) => String(index));
      for (const key of keys) expect(reader.valuesOf(key)).toEqual(expected);
    },
    TIMEOUT_MS,
  );

  it(
    'keeps a key in one partition, and its offsets growing',
    async () => {
      const { group, open, topic } = given;
      const bus = await open();
      await bus.publish(numbered(topic, 300, 30));
      const reader = await new Recorder().join(bus, group, [topic]);
      await eventually(() => expect(reader.messages).toHaveLength(300), PATIENCE);
      for (const ofKey of Map.groupBy(reader.messages, ({ key }) => key).values()) {
        expect(new Set(ofKey.map(({ partition }) => partition)).size).toBe(1);
        const offsets = ofKey.map(({ offset }) => BigInt(offset));
        expect(offsets).toEqual([...offsets].sort((a, b) => (a < b ? -1 : 1)));
      }
      expect(reader.partitions.size).toBeGreaterThan(1);
    },
    TIMEOUT_MS,
  );

  it(
    'gives every group everything',
    async () => {
      const { group, open, topic } = given;
      const bus = await open();
      const first = await new Recorder().join(bus, `${group}-1`, [topic]);
      const second = await new Recorder().join(bus, `${group}-2`, [topic]);
      await bus.publish(numbered(topic, 200, 20));
      await eventually(() => {
        expect(new Set(first.values).size).toBe(200);
        expect(new Set(second.values).size).toBe(200);
      }, PATIENCE);
    },
    TIMEOUT_MS,
  );

  it(
    'starts a new group at the beginning',
    async () => {
      const { group, open, topic } = given;
      const bus = await open();
      await bus.publish(numbered(topic, 100, 10));
      const early = await new Recorder().join(bus, `${group}-early`, [topic]);
      await eventually(() => expect(early.messages).toHaveLength(100), PATIENCE);
      const late = await new Recorder().join(bus, `${group}-late`, [topic]);
      await eventually(() => expect(late.messages).toHaveLength(100), PATIENCE);
    },
    TIMEOUT_MS,
  );

  it(
    'has a look from the end on, and forgets the group',
    async () => {
      const { group, open, topic } = given;
      const bus = await open();
      await bus.publish([message(topic, 'k', 'old')]);
      const late = await new Recorder().join(bus, group, [topic], 'end');
      await eventually(async () => {
        await bus.publish([message(topic, 'k', 'new')]);
        expect(late.values).toContain('new');
      }, PATIENCE);
      expect(late.values).not.toContain('old');
      await bus.close();
      const again = await new Recorder().join(await open(), group, [topic], 'beginning');
      await eventually(() => expect(again.values).toContain('old'), PATIENCE);
    },
    TIMEOUT_MS,
  );

  it(
    'follows several topics at once',
    async () => {
      const { carrier, group, open, topic } = given;
      const other = `${topic}.other`;
      await carrier.createTopics([other]);
      const bus = await open();
      const reader = await new Recorder().join(bus, group, [topic, other]);
      await bus.publish([...numbered(topic, 50, 5), ...numbered(other, 70, 7)]);
      await eventually(() => {
        expect(reader.messages.filter((one) => one.topic === topic)).toHaveLength(50);
        expect(reader.messages.filter((one) => one.topic === other)).toHaveLength(70);
      }, PATIENCE);
    },
    TIMEOUT_MS,
  );

  it(
    'brings a big load in batches',
    async () => {
      const { group, open, topic } = given;
      const bus = await open();
      const sizes: number[] = [];
      for (let part = 0; part < 10; part += 1) await bus.publish(numbered(topic, 1_000, 50));
      const reader = await new Recorder(async (batch, recorder) => {
        sizes.push(batch.messages.length);
        recorder.messages.push(...batch.messages);
        const last = batch.messages.at(-1);
        if (last !== undefined) await batch.done(last);
      }).join(bus, group, [topic]);
      await eventually(() => expect(reader.messages).toHaveLength(10_000), PATIENCE);
      expect(Math.max(...sizes)).toBeGreaterThan(50);
    },
    TIMEOUT_MS,
  );

  it(
    'goes on where a group stopped, over a restart, without what was done',
    async () => {
      const { group, open, topic } = given;
      const before = await open();
      await before.publish(numbered(topic, 60, 6));
      const first = await new Recorder().join(before, group, [topic]);
      await eventually(() => expect(first.messages).toHaveLength(60), PATIENCE);
      await first.subscription?.stop();
      await before.publish(numbered(topic, 30, 6));
      await before.close();
      const second = await new Recorder().join(await open(), group, [topic]);
      await eventually(() => expect(second.messages).toHaveLength(30), PATIENCE);
    },
    TIMEOUT_MS,
  );

  it(
    'brings again what was not done',
    async () => {
      const { group, open, topic } = given;
      const bus = await open();
      await bus.publish(numbered(topic, 10, 1));
      let tries = 0;
      const reader = await new Recorder(async (batch, recorder) => {
        tries += 1;
        // The first time only the first message is done, and the batch comes to its end all the same.
        for (const one of tries === 1 ? batch.messages.slice(0, 1) : batch.messages) {
          recorder.messages.push(one);
          await batch.done(one);
        }
      }).join(bus, group, [topic]);
      await eventually(() => expect(reader.messages).toHaveLength(10), PATIENCE);
      expect(reader.values).toEqual(Array.from({ length: 10 }, (_, index) => String(index)));
    },
    TIMEOUT_MS,
  );

  it(
    'loses nothing to 20 publishers at once',
    async () => {
      const { group, open, topic } = given;
      const reader = await new Recorder().join(await open(), group, [topic]);
      const publishers = await Promise.all(Array.from({ length: 4 }, open));
      await Promise.all(
        Array.from({ length: 20 }, async (_, publisher) => {
          const bus = publishers[publisher % publishers.length];
          for (let round = 0; round < 10; round += 1)
            await bus?.publish(
              Array.from({ length: 10 }, (_, index) =>
                message(topic, `key-${index}`, `${publisher}/${round}/${index}`),
              ),
            );
        }),
      );
      await eventually(() => expect(new Set(reader.values).size).toBe(2_000), PATIENCE);
      expect(reader.messages).toHaveLength(2_000);
    },
    TIMEOUT_MS,
  );
}
