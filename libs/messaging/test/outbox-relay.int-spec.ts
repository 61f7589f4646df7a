import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { alertRaised, TOPICS } from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import { MessageRefused, Outbox, OutboxRelay, Transactions } from '@waybill/messaging';
import { createDatabase, eventually } from '@waybill/testing';
import { openBus, openDataSource } from './support/service-for-test.js';
import { BusForTest } from './support/bus-for-test.js';
import { alert, effect, OutboxForTest, TIMEOUT_MS } from './support/outbox-for-test.js';

jest.setTimeout(TIMEOUT_MS);
const PATIENCE = { timeoutMs: 20_000 };
const given = new OutboxForTest();

describe('the relay', () => {
  let bus: BusForTest;
  const relays: OutboxRelay[] = [];

  beforeEach(() => {
    bus = new BusForTest();
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  });

  const startRelay = (from = given.source, box = given.outbox) => {
    const relay = new OutboxRelay(from, bus, box, { pollMs: 200 });
    relays.push(relay);
    relay.start();
    return relay;
  };
  const append = (rule: string, summary: string) =>
    given.transactions.run((tx) => given.outbox.append(tx, alertRaised, alert(rule, summary)));

  it('loses nothing to transactions that commit out of order', async () => {
    const { source } = given;
    startRelay();
    const early = source.createQueryRunner();
    await early.startTransaction();
    const insert = (manager: EntityManager, summary: string) =>
      manager.query(`INSERT INTO outbox (event_id, topic, key, value) VALUES ($1, $2, 'k', $3)`, [
        uuidv7(),
        TOPICS.alerts,
        JSON.stringify({ data: { summary } }),
      ]);
    await insert(early.manager, 'early position, late commit');
    await append('r', 'later position, early commit');
    await eventually(() => expect(bus.summaries).toEqual(['later position, early commit']), PATIENCE);
    await early.commitTransaction();
    await early.release();
    await eventually(
      () => expect(bus.summaries).toEqual(['later position, early commit', 'early position, late commit']),
      PATIENCE,
    );
    await eventually(async () => expect(await source.query('SELECT * FROM outbox')).toEqual([]), PATIENCE);
  });

  it('keeps the order of each key under 20 writers, each waiting for the lock of its aggregate', async () => {
    const { outbox, source, transactions } = given;
    startRelay();
    await effect(source.manager, '0');
    const write = () =>
      transactions.run(async (tx) => {
        const rows = await tx.query<[{ what: string }[], number]>(
          'UPDATE effects SET what = what::int + 1 RETURNING what',
        );
        await outbox.append(tx, alertRaised, alert('counter', rows[0][0]?.what ?? ''));
      });
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let round = 0; round < 10; round += 1) await write();
      }),
    );
    await eventually(() => expect(bus.published).toHaveLength(200), PATIENCE);
    expect(bus.summaries.map(Number)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('is one at a time, and the next takes over within 5 s of its death', async () => {
    const { database } = given;
    const other = await openDataSource(database.url);
    const first = startRelay();
    await eventually(() => expect(first.isActive).toBe(true), PATIENCE);
    const second = startRelay(other, new Outbox(new Transactions(other), { service: 'test' }));
    await append('r', 'one');
    await eventually(() => expect(bus.summaries).toEqual(['one']), PATIENCE);
    expect([first.isActive, second.isActive]).toEqual([true, false]);
    // The lock's session ends, as it does when the process is killed; the first relay may not come back at once.
    void first.stop();
    const died = Date.now();
    await other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database =
         (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await eventually(() => expect(second.isActive).toBe(true), PATIENCE);
    expect(Date.now() - died).toBeLessThan(5_000);
    await append('r', 'two');
    await eventually(() => expect(bus.summaries).toEqual(['one', 'two']), PATIENCE);
    await second.stop();
    await other.destroy();
  });

  it('publishes each event once among 20 relays that start together', async () => {
    const { database, outbox, source, transactions } = given;
    const others = await Promise.all(Array.from({ length: 4 }, () => openDataSource(database.url)));
    await transactions.run((tx) =>
      outbox.append(
        tx,
        alertRaised,
        Array.from({ length: 500 }, (_, index) => alert('r', String(index))),
      ),
    );
    for (let index = 0; index < 20; index += 1)
      startRelay(others[index % others.length], new Outbox(transactions, { service: 'test' }));
    await eventually(() => expect(bus.published).toHaveLength(500), PATIENCE);
    await eventually(async () => expect(await source.query('SELECT * FROM outbox')).toEqual([]), PATIENCE);
    expect(bus.summaries.map(Number)).toEqual(Array.from({ length: 500 }, (_, index) => index));
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await Promise.all(others.map((other) => other.destroy()));
  });

  it('lets events wait while the bus is away, then sends them in order, with the ids they had', async () => {
    const { source } = given;
    startRelay();
    bus.away = true;
    for (let index = 0; index < 5; index += 1) await append('r', String(index));
    const waiting = await source.query<{ event_id: string }[]>(
      'SELECT event_id FROM outbox ORDER BY position',
    );
    expect(waiting).toHaveLength(5);
    bus.away = false;
    await eventually(() => expect(bus.summaries).toEqual(['0', '1', '2', '3', '4']), PATIENCE);
    expect(bus.published.map(({ id }) => id)).toEqual(waiting.map(({ event_id }) => event_id));
  });

  const parked = () =>
    given.source.query<{ value: string; attempts: number; reason: string }[]>(
      'SELECT value, attempts, reason FROM outbox_parked ORDER BY position',
    );

  it('parks what the bus refuses for good, and brings the rest in order', async () => {
    const { source } = given;
    bus.refusal = ({ value }) => (value.includes('huge') ? new MessageRefused('too large') : undefined);
    await append('a', 'first');
    await append('b', 'huge');
    await append('b', 'after it');
    await append('a', 'last');
    startRelay();
    await eventually(() => expect(bus.summaries).toEqual(['first', 'after it', 'last']), PATIENCE);
    const rows = await parked();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ attempts: 1, reason: expect.stringContaining('too large') });
    expect(rows[0]?.value).toContain('huge');
    expect(await source.query('SELECT * FROM outbox')).toEqual([]);
  });

  it('parks what fails again and again while the bus answers; its key waits, the others do not', async () => {
    bus.refusal = ({ value }) => (value.includes('poison') ? new Error('no idea why') : undefined);
    await append('bad', 'poison');
    await append('bad', 'behind it');
    await append('good', 'goes on');
    startRelay();
    await eventually(() => expect(bus.summaries).toEqual(['goes on', 'behind it']), PATIENCE);
    expect(await parked()).toMatchObject([{ attempts: 5, reason: 'Error: no idea why' }]);
  });

  it('parks nothing while the bus is away, however often it fails', async () => {
    bus.away = true;
    await append('r', 'waits');
    startRelay();
    await eventually(() => expect(bus.attempts).toBeGreaterThan(5), PATIENCE);
    expect(await parked()).toEqual([]);
    bus.away = false;
    await eventually(() => expect(bus.summaries).toEqual(['waits']), PATIENCE);
  });

  it('comes back when its database cut it off', async () => {
    const { database } = given;
    const relay = startRelay();
    await eventually(() => expect(relay.isActive).toBe(true), PATIENCE);
    const admin = await openDataSource(database.url);
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database =
         (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await admin.destroy();
    await eventually(() => append('r', 'after'), PATIENCE);
    await eventually(() => expect(bus.summaries).toContain('after'), PATIENCE);
  });

  it('reaches the real bus', async () => {
    const { outbox, source } = given;
    const busDatabase = await createDatabase('bus');
    const real = openBus(busDatabase.url, 'real');
    const relay = new OutboxRelay(source, real, outbox);
    relay.start();
    const seen: string[] = [];
    await real.subscribe({
      group: 'g',
      topics: [TOPICS.alerts],
      onBatch: async (batch) => {
        for (const message of batch.messages) {
          seen.push(message.value);
          await batch.done(message);
        }
      },
      onCrash: () => undefined,
    });
    await append('r', 'through');
    await eventually(() => expect(seen).toHaveLength(1), PATIENCE);
    await relay.stop();
    await real.close();
    await busDatabase.drop();
  });
});
