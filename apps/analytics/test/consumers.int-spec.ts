import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CloudEvent, contractOf, createEvent, deadLetterParked, userErased } from '@waybill/contracts';
import { type EventBus, openEventBus } from '@waybill/messaging';
import { eventually } from '@waybill/testing';
import { anEvent, aTransfer } from './fixtures/events.js';
import { type RunningAnalytics, startAnalytics } from './service.js';

let service: RunningAnalytics;
let bus: EventBus;
beforeAll(async () => {
  service = await startAnalytics();
  bus = await openEventBus({ service: 'test', busDatabaseUrl: service.busUrl });
}, 60_000);
afterAll(async () => {
  await bus.close();
  await service.stop();
});

const publish = (events: readonly CloudEvent[]) =>
  bus.publish(
    events.map((event) => ({
      topic: contractOf(event.type)?.topic ?? '',
      key: event.subject,
      id: event.id,
      value: JSON.stringify(event),
    })),
  );
const summary = async () => (await service.ask('/api/downloads/user/ada/summary')).body;
const begunAt = new Date();

describe('events on the bus', () => {
  it('come to the figures, each once, whatever else is on the topic', async () => {
    const facts = { begunAt, changedAt: begunAt, endedAt: null, status: 'downloading', revision: 2 } as const;
    const started = anEvent(facts);
    const poison = { ...anEvent(facts), id: 'poison', data: { downloadId: 'dl_1' } };
    const done = anEvent({ begunAt, endedAt: begunAt, changedAt: begunAt, revision: 3 });
    const transfer = aTransfer(begunAt.toISOString(), 1000);
    await publish([started, poison, started, transfer, transfer, done, started]);
    await eventually(async () =>
      expect(await summary()).toMatchObject({ total_downloads: 1, completed_downloads: 1 }),
    );
    await eventually(async () => {
      const { body } = await service.ask('/api/downloads/bandwidth/usage');
      expect(body).toMatchObject({ total_gb: 1000 / 1024 ** 3 });
    });
  });

  it('make a signal of what was parked, and keep no word of the message', async () => {
    const parked = createEvent(
      deadLetterParked,
      {
        group: 'other',
        topic: 'waybill.orders.v1',
        partition: 0,
        offset: '1',
        key: 'secret-key',
        eventId: null,
        attempts: 6,
        reason: 'broken',
        stack: 'secret-stack',
        value: 'secret-value',
        parkedAt: begunAt.toISOString(),
      },
      { service: 'other' },
    );
    await publish([parked]);
    const kept = await eventually(async () => {
      const rows = await service.source.query<object[]>(
        `SELECT data FROM history.events WHERE event_id = $1`,
        [parked.id],
      );
      expect(rows).toHaveLength(1);
      return JSON.stringify(rows);
    });
    expect(kept).toContain('broken');
    expect(kept).not.toContain('secret');
    const [signals] = await service.source.query<{ events: string }[]>(
      `SELECT sum(events) AS events FROM figures.signals WHERE kind = 'dead-letter'`,
    );
    // This one, and the poison of the test before.
    expect(Number(signals?.events)).toBe(2);
  });

  it('forget who was erased', async () => {
    const erasedAt = new Date(Date.now() + 1000).toISOString();
    await publish([createEvent(userErased, { userId: 'ada', erasedAt }, { service: 'identity' })]);
    await eventually(async () => expect(await summary()).toMatchObject({ total_downloads: 0 }));
  });
});
