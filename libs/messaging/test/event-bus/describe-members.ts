import { expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { Batch } from '@waybill/messaging';
import { eventually } from '@waybill/testing';
import type { BusUnderTest } from './bus-under-test.js';
import { message, numbered, PATIENCE, Recorder, takeAll, TIMEOUT_MS } from './recorder.js';

/** Who of a group works on what, and what becomes of it when one of them goes. */
export function describeMembers(given: BusUnderTest): void {
  it(
    'shares the partitions among the members of a group',
    async () => {
      const { group, open, topic } = given;
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
      const { carrier, group, open, topic } = given;
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
      const { group, open, topic } = given;
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
      const { carrier, group, open, topic } = given;
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
      const { group, open, topic } = given;
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
      const { group, open, topic } = given;
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
      const { group, open, topic } = given;
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
      const { group, open, topic } = given;
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
}
