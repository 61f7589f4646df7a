import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import type { Batch, EventBus, IncomingMessage, OutgoingMessage, Subscription } from '@waybill/messaging';

export interface CarrierForTest {
  /** Another connection to the same bus, as another process would have it. */
  open(): Promise<EventBus>;
  /** As kill -9 would: nothing is committed or given back, its connections are gone. */
  kill(bus: EventBus): Promise<void>;
  /** Milliseconds after which a silent member is taken for dead. */
  readonly sessionTimeoutMs: number;
  /** Makes topics, where the carrier does not do so by itself. */
  createTopics(names: readonly string[]): Promise<void>;
}

const TIMEOUT_MS = 60_000;
const PATIENCE = { timeoutMs: 30_000 };

/** One member of a group that notes what it got; `work` may be slow, fail or wait. */
class Recorder {
  readonly messages: IncomingMessage[] = [];
  readonly crashes: unknown[] = [];
  subscription: Subscription | undefined;

  constructor(private readonly work: (batch: Batch, recorder: Recorder) => Promise<void> = takeAll) {}

  async join(
    bus: EventBus,
    group: string,
    topics: readonly string[],
    glance?: 'beginning' | 'end',
  ): Promise<this> {
    this.subscription = await bus.subscribe({
      group,
      topics,
      glance,
      onBatch: (batch) => this.work(batch, this),
      onCrash: (error) => this.crashes.push(error),
    });
    await this.subscription.ready();
    return this;
  }

  get values(): string[] {
    return this.messages.map(({ value }) => value);
  }

  get partitions(): Set<number> {
    return new Set(this.messages.map(({ partition }) => partition));
  }

  valuesOf(key: string): string[] {
    return this.messages.filter((message) => message.key === key).map(({ value }) => value);
  }
}

async function takeAll(batch: Batch, recorder: Recorder): Promise<void> {
  for (const message of batch.messages) {
    recorder.messages.push(message);
    await batch.done(message);
  }
}

function message(topic: string, key: string, value: string): OutgoingMessage {
  return { topic, key, id: uuidv7(), value };
}

function numbered(topic: string, count: number, keys: number): OutgoingMessage[] {
  return Array.from({ length: count }, (_, index) => message(topic, `key-${index % keys}`, String(index)));
}

/** What every carrier of the event bus promises. Nothing here knows which one it is. */
export function describeEventBus(name: string, makeCarrier: () => Promise<CarrierForTest>): void {
  describe(name, () => {
    let made: Promise<CarrierForTest> | undefined;
    let carrier: CarrierForTest;
    let buses: EventBus[];
    let topic: string;
    let group: string;

    const open = async () => {
      const bus = await carrier.open();
      buses.push(bus);
      return bus;
    };

    beforeEach(async () => {
      made ??= makeCarrier();
      carrier = await made;
      buses = [];
      topic = `test.${uuidv7()}`;
      group = `group-${uuidv7()}`;
      await carrier.createTopics([topic]);
    }, TIMEOUT_MS);

    afterEach(async () => {
      await Promise.all(buses.map((bus) => bus.close()));
    }, TIMEOUT_MS);

    it(
      'says that it can be reached',
      async () => {
        await expect((await open()).check()).resolves.toBeUndefined();
      },
      TIMEOUT_MS,
    );

    it(
      'delivers everything that was published, whole, with its key and headers',
      async () => {
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
      'shares the partitions among the members of a group',
      async () => {
        const one = await new Recorder().join(await open(), group, [topic]);
        const two = await new Recorder().join(await open(), group, [topic]);
        const publisher = await open();
        await eventually(async () => {
          await publisher.publish(numbered(topic, 60, 60));
          await delay(50);
          const latest = [...one.messages.slice(-30), ...two.messages.slice(-30)];
          const ofOne = new Set(one.messages.slice(-30).map(({ partition }) => partition));
          const ofTwo = new Set(two.messages.slice(-30).map(({ partition }) => partition));
          expect(latest.length).toBeGreaterThanOrEqual(60);
          expect(ofOne.size).toBeGreaterThan(0);
          expect(ofTwo.size).toBeGreaterThan(0);
          expect([...ofOne].filter((partition) => ofTwo.has(partition))).toEqual([]);
        }, PATIENCE);
      },
      TIMEOUT_MS,
    );

    it(
      'gives a dead member’s partitions to the others, with what it had not committed',
      async () => {
        const bus = await open();
        await bus.publish(numbered(topic, 100, 20));
        const doomed = await open();
        const never = Promise.withResolvers<undefined>();
        const victim = await new Recorder(async (batch, recorder) => {
          recorder.messages.push(...batch.messages);
          await never.promise;
        }).join(doomed, group, [topic]);
        await eventually(() => expect(victim.messages.length).toBeGreaterThan(0), PATIENCE);
        const heir = await new Recorder().join(bus, group, [topic]);
        await carrier.kill(doomed);
        await eventually(() => expect(new Set(heir.values).size).toBe(100), PATIENCE);
        never.resolve(undefined);
      },
      TIMEOUT_MS,
    );

    it(
      'moves partitions in the middle of a batch without losing or reordering anything',
      async () => {
        const bus = await open();
        const slow = async (batch: Batch, recorder: Recorder) => {
          for (const one of batch.messages) {
            if (batch.signal.aborted) return;
            // Slow enough that the first cannot be through before the second has joined.
            await delay(8);
            await batch.heartbeat();
            recorder.messages.push(one);
            await batch.done(one);
          }
        };
        await bus.publish(numbered(topic, 2_000, 40));
        const first = await new Recorder(slow).join(await open(), group, [topic]);
        await eventually(() => expect(first.messages.length).toBeGreaterThan(20), PATIENCE);
        const second = await new Recorder(slow).join(await open(), group, [topic]);
        await eventually(() => {
          expect(new Set([...first.values, ...second.values]).size).toBe(2_000);
        }, PATIENCE);
        expect(second.messages.length).toBeGreaterThan(0);
        expect([...first.crashes, ...second.crashes]).toEqual([]);
        for (let key = 0; key < 40; key += 1) {
          for (const reader of [first, second]) {
            const seen = reader.valuesOf(`key-${key}`).map(Number);
            const firstTimes = [...new Set(seen)];
            expect(firstTimes).toEqual([...firstTimes].sort((a, b) => a - b));
          }
        }
      },
      TIMEOUT_MS,
    );

    it(
      'leaves a slow handler its partition as long as it beats',
      async () => {
        const bus = await open();
        await bus.publish([message(topic, 'slow', 'once')]);
        const deadline = carrier.sessionTimeoutMs * 2;
        const slow = async (batch: Batch, recorder: Recorder) => {
          recorder.messages.push(...batch.messages);
          for (const started = Date.now(); Date.now() - started < deadline;) {
            await delay(deadline / 40);
            await batch.heartbeat();
          }
          const last = batch.messages.at(-1);
          if (last !== undefined) await batch.done(last);
          recorder.crashes.push('finished');
        };
        const patient = await new Recorder(slow).join(bus, group, [topic]);
        await eventually(() => expect(patient.crashes).toEqual(['finished']), PATIENCE);
        expect(patient.values).toEqual(['once']);
        await patient.subscription?.stop();
        const next = await new Recorder().join(bus, group, [topic]);
        await bus.publish([message(topic, 'slow', 'twice')]);
        await eventually(() => expect(next.values).toEqual(['twice']), PATIENCE);
      },
      TIMEOUT_MS,
    );

    it(
      'takes the partitions of a member that neither ends nor beats, and refuses its word',
      async () => {
        const bus = await open();
        await bus.publish([message(topic, 'k', 'stuck')]);
        const release = Promise.withResolvers<undefined>();
        let refused: unknown = null;
        const stuck = await new Recorder(async (batch, recorder) => {
          if (recorder.messages.length > 0) return;
          recorder.messages.push(...batch.messages);
          await release.promise;
          const [first] = batch.messages;
          if (first !== undefined)
            await batch.done(first).catch((error: unknown) => {
              refused = error;
            });
        }).join(await open(), group, [topic]);
        await eventually(() => expect(stuck.values).toEqual(['stuck']), PATIENCE);
        const heir = await new Recorder().join(bus, group, [topic]);
        await eventually(() => expect(heir.values).toEqual(['stuck']), PATIENCE);
        release.resolve(undefined);
        await eventually(() => expect(refused).toBeInstanceOf(Error), PATIENCE);
      },
      TIMEOUT_MS,
    );

    it(
      'does not let one partition hold up the others',
      async () => {
        const bus = await open();
        const release = Promise.withResolvers<undefined>();
        await bus.publish([message(topic, 'key-0', 'blocks')]);
        const reader = await new Recorder(async (batch, recorder) => {
          if (batch.messages[0]?.value === 'blocks') {
            const beats = setInterval(() => void batch.heartbeat().catch(() => undefined), 100);
            await release.promise;
            clearInterval(beats);
          }
          await takeAll(batch, recorder);
        }).join(bus, group, [topic]);
        await bus.publish(numbered(topic, 120, 60));
        await eventually(() => expect(reader.messages.length).toBeGreaterThan(40), PATIENCE);
        expect(reader.values).not.toContain('blocks');
        release.resolve(undefined);
        await eventually(() => expect(reader.messages).toHaveLength(121), PATIENCE);
      },
      TIMEOUT_MS,
    );

    it(
      'finishes the running batch when it is stopped, and begins no other',
      async () => {
        const bus = await open();
        await bus.publish(numbered(topic, 5, 1));
        const reader = await new Recorder(async (batch, recorder) => {
          for (const one of batch.messages) {
            await delay(50);
            recorder.messages.push(one);
            await batch.done(one);
          }
        }).join(bus, group, [topic]);
        await eventually(() => expect(reader.messages.length).toBeGreaterThan(0), PATIENCE);
        await reader.subscription?.stop();
        const atStop = reader.messages.length;
        expect(reader.values).toEqual(['0', '1', '2', '3', '4'].slice(0, atStop));
        await bus.publish([message(topic, 'key-0', 'after')]);
        const next = await new Recorder().join(bus, group, [topic]);
        await eventually(() => expect(next.values).toContain('after'), PATIENCE);
        expect([...reader.values, ...next.values]).toEqual(['0', '1', '2', '3', '4', 'after']);
      },
      TIMEOUT_MS,
    );

    it(
      'tells the consumer’s end when a batch fails, and lets another go on',
      async () => {
        const bus = await open();
        await bus.publish([message(topic, 'k', 'v')]);
        const broken = await new Recorder(() => Promise.reject(new TypeError('broken'))).join(bus, group, [
          topic,
        ]);
        await eventually(() => expect(broken.crashes).toEqual([new TypeError('broken')]), PATIENCE);
        const next = await new Recorder().join(await open(), group, [topic]);
        await eventually(() => expect(next.values).toEqual(['v']), PATIENCE);
      },
      TIMEOUT_MS,
    );

    it(
      'loses nothing to 20 publishers at once',
      async () => {
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
  });
}
