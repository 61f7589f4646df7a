import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DataSource, EntityManager } from 'typeorm';
import { alertRaised, TOPICS, userErased } from '@waybill/contracts';
import { DomainError, uuidv7 } from '@waybill/kernel';
import {
  EventBus,
  MessageRefused,
  Outbox,
  OutboxRelay,
  type OutgoingMessage,
  type Subscription,
  type Transaction,
  Transactions,
} from '@waybill/messaging';
import { createDatabase, eventually, type TestDatabase } from '@waybill/testing';
import { openBus, openDataSource } from './support/service-for-test.js';

const TIMEOUT_MS = 60_000;
jest.setTimeout(TIMEOUT_MS);
const PATIENCE = { timeoutMs: 20_000 };
const alert = (rule: string, summary: string) => ({
  alertId: uuidv7(),
  rule,
  summary,
  value: 1,
  limit: 1,
  raisedAt: '2026-11-21T10:00:00.000Z',
});

let database: TestDatabase;
let source: DataSource;
let transactions: Transactions;
let outbox: Outbox;

beforeEach(async () => {
  database = await createDatabase('outbox');
  source = await openDataSource(database.url);
  transactions = new Transactions(source);
  outbox = new Outbox(transactions, {
    service: 'test',
    traceparent: () => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  });
}, TIMEOUT_MS);

afterEach(async () => {
  await source.destroy();
  await database.drop();
}, TIMEOUT_MS);

const effect = (tx: EntityManager, what: string) =>
  tx.query(`INSERT INTO effects (handler, subject, what) VALUES ('t', 't', $1)`, [what]);
const effects = async () =>
  (await source.query<{ what: string }[]>('SELECT what FROM effects ORDER BY place')).map(({ what }) => what);

describe('transactions', () => {
  it('join the one that runs, and roll back as one', async () => {
    const failing = transactions.run(async (outer) => {
      await effect(outer, 'outer');
      await transactions.run(async (inner) => {
        expect(inner).toBe(outer);
        expect(transactions.manager).toBe(outer);
        await effect(inner, 'inner');
      });
      throw new DomainError('conflict', 'NO', 'no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await effects()).toEqual([]);
    expect(transactions.manager).toBe(source.manager);
  });

  it('are tried again after a deadlock, and both sides come through', async () => {
    await effect(source.manager, 'a');
    await effect(source.manager, 'b');
    let tries = 0;
    const bothLocked = Promise.withResolvers<undefined>();
    let locked = 0;
    const touch = (tx: Transaction, what: string) =>
      tx.query(`UPDATE effects SET subject = subject || '!' WHERE what = $1`, [what]);
    const cross = (first: string, second: string) =>
      transactions.run(async (tx) => {
        tries += 1;
        await touch(tx, first);
        locked += 1;
        if (locked === 2) bothLocked.resolve(undefined);
        await bothLocked.promise;
        await touch(tx, second);
      });
    await Promise.all([cross('a', 'b'), cross('b', 'a')]);
    expect(tries).toBe(3);
    const rows = await source.query<{ subject: string }[]>('SELECT subject FROM effects');
    expect(rows.map(({ subject }) => subject)).toEqual(['t!!', 't!!']);
  });

  it('call what waits for the commit after it, once, and not after a rollback', async () => {
    const calls: string[] = [];
    const hook = () => calls.push('committed');
    await transactions.run(async (tx) => {
      transactions.afterCommit(hook);
      await transactions.run(() => {
        transactions.afterCommit(hook);
        return Promise.resolve();
      });
      await effect(tx, 'x');
      expect(calls).toEqual([]);
    });
    expect(calls).toEqual(['committed']);
    const failed = transactions.run(() => {
      transactions.afterCommit(hook);
      return Promise.reject(new Error('no'));
    });
    await expect(failed).rejects.toThrow('no');
    expect(calls).toEqual(['committed']);
  });

  it('are undone by a last statement that fails, though the COMMIT was sent with it', async () => {
    const calls: string[] = [];
    const failing = transactions.run(async (tx) => {
      transactions.afterCommit(() => calls.push('committed'));
      transactions.withCommit((connection) => connection.query('SELECT 1 / 0'));
      await effect(tx, 'undone');
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect([await effects(), calls]).toEqual([[], []]);
    await transactions.run((tx) => effect(tx, 'next'));
    expect(await effects()).toEqual(['next']);
  });

  it('do not take in what goes on after they are over', async () => {
    const over = Promise.withResolvers<undefined>();
    let late: Promise<void> | undefined;
    await transactions.run(() => {
      late = over.promise.then(() => transactions.run((tx) => effect(tx, 'late')));
      return Promise.resolve();
    });
    over.resolve(undefined);
    await late;
    expect(await effects()).toEqual(['late']);
  });
});

describe('the outbox', () => {
  it('keeps an event with the change, or neither', async () => {
    await transactions.run(async (tx) => {
      await effect(tx, 'kept');
      await outbox.append(tx, alertRaised, alert('r', 'kept'));
    });
    const failing = transactions.run(async (tx) => {
      await effect(tx, 'lost');
      await outbox.append(tx, alertRaised, alert('r', 'lost'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const rows =
      await source.query<{ topic: string; key: string; value: string; event_id: string }[]>(
        'SELECT * FROM outbox',
      );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ topic: TOPICS.alerts, key: 'r' });
    expect(JSON.parse(rows[0]?.value ?? '')).toMatchObject({
      specversion: '1.0',
      id: rows[0]?.event_id,
      source: '/waybill/test',
      type: 'waybill.alert.raised',
      subject: 'r',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      data: { summary: 'kept' },
    });
  });

  it('keeps the order in which a transaction said things, over all its calls and topics', async () => {
    const user = (userId: string) => ({ userId, erasedAt: '2026-11-21T10:00:00.000Z' });
    await transactions.run(async (tx) => {
      await outbox.append(tx, alertRaised, [alert('a', '1'), alert('b', '2')]);
      await outbox.append(tx, userErased, user('c'));
      await transactions.run((inner) => outbox.append(inner, alertRaised, alert('d', '3')));
    });
    const rows = await source.query<{ key: string }[]>('SELECT key FROM outbox ORDER BY position');
    expect(rows.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes no event that does not keep its contract', async () => {
    const wrong = { ...alert('r', 'x'), value: Number.NaN };
    await expect(transactions.run((tx) => outbox.append(tx, alertRaised, [wrong]))).rejects.toThrow('value');
    expect(await source.query('SELECT * FROM outbox')).toEqual([]);
  });
});

describe('the relay', () => {
  let bus: BusForTest;
  const relays: OutboxRelay[] = [];

  /** Takes note of what arrives, and can be away. */
  class BusForTest extends EventBus {
    readonly published: OutgoingMessage[] = [];
    away = false;
    /** What it makes of a message that it does not take. */
    refusal: ((message: OutgoingMessage) => Error | undefined) | undefined;
    attempts = 0;
    override publish(messages: readonly OutgoingMessage[]): Promise<void> {
      this.attempts += 1;
      if (this.away) return Promise.reject(new Error('the bus is away'));
      for (const message of messages) {
        const error = this.refusal?.(message);
        if (error !== undefined) return Promise.reject(error);
      }
      this.published.push(...messages);
      return Promise.resolve();
    }
    override subscribe(): Promise<Subscription> {
      return Promise.reject(new Error('nobody listens here'));
    }
    override check(): Promise<void> {
      return this.away ? Promise.reject(new Error('the bus is away')) : Promise.resolve();
    }
    override close(): Promise<void> {
      return Promise.resolve();
    }
    get summaries(): string[] {
      return this.published.map(
        ({ value }) => (JSON.parse(value) as { data: { summary: string } }).data.summary,
      );
    }
  }

  beforeEach(() => {
    bus = new BusForTest();
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  });

  const startRelay = (from = source, box = outbox) => {
    const relay = new OutboxRelay(from, bus, box, { pollMs: 200 });
    relays.push(relay);
    relay.start();
    return relay;
  };
  const append = (rule: string, summary: string) =>
    transactions.run((tx) => outbox.append(tx, alertRaised, alert(rule, summary)));

  it('loses nothing to transactions that commit out of order', async () => {
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
    source.query<{ value: string; attempts: number; reason: string }[]>(
      'SELECT value, attempts, reason FROM outbox_parked ORDER BY position',
    );

  it('parks what the bus refuses for good, and brings the rest in order', async () => {
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
