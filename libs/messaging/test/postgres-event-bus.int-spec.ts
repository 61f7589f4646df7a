import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type EventBus, PostgresEventBus } from '@waybill/messaging';
import { createDatabase, eventually, type TestDatabase } from '@waybill/testing';
import { describeEventBus } from './describe-event-bus.js';

const SESSION_TIMEOUT_MS = 1_500;
const databases: TestDatabase[] = [];
let opened = 0;

async function makeDatabase(): Promise<TestDatabase> {
  const database = await createDatabase('bus');
  databases.push(database);
  return database;
}

afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
});

/** Cuts all connections of one bus, as PostgreSQL sees a process that was killed. */
async function cutOff(url: string, service: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE $1 || ' bus%'`,
    [service],
  );
  await client.end();
}

describeEventBus('the embedded carrier', async () => {
  const { url } = await makeDatabase();
  const names = new Map<EventBus, string>();
  const dead = new Set<EventBus>();
  return {
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    createTopics: () => Promise.resolve(),
    open: () => {
      opened += 1;
      const service = `member-${opened}-`;
      const bus = new PostgresEventBus({ url, service, sessionTimeoutMs: SESSION_TIMEOUT_MS, pollMs: 200 });
      names.set(bus, service);
      return Promise.resolve(bus);
    },
    kill: async (bus) => {
      dead.add(bus);
      void bus.close();
      await cutOff(url, names.get(bus) ?? '');
    },
  };
});

describe('the embedded carrier by itself', () => {
  const message = (topic: string, key: string, value: string) => ({ topic, key, id: value, value });

  it('makes its schema once, however many start at once', async () => {
    const { url } = await makeDatabase();
    const buses = Array.from({ length: 20 }, (_, n) => new PostgresEventBus({ url, service: `s${n}` }));
    await expect(Promise.all(buses.map((bus) => bus.check()))).resolves.toHaveLength(20);
    await Promise.all(buses.map((bus, n) => bus.publish([message('t', 'k', String(n))])));
    await Promise.all(buses.map((bus) => bus.close()));
  });

  it('goes on by itself when PostgreSQL cut every connection', async () => {
    const { url } = await makeDatabase();
    const bus = new PostgresEventBus({ url, service: 'cut', pollMs: 200 });
    const seen: string[] = [];
    const crashes: unknown[] = [];
    const subscription = await bus.subscribe({
      group: 'g',
      topics: ['t'],
      onBatch: async (batch) => {
        for (const one of batch.messages) {
          seen.push(one.value);
          await batch.done(one);
        }
      },
      onCrash: (error) => crashes.push(error),
    });
    await subscription.ready();
    await bus.publish([message('t', 'k', 'before')]);
    await eventually(() => expect(seen).toEqual(['before']));
    for (let round = 0; round < 3; round += 1) {
      await cutOff(url, 'cut');
      await eventually(() => bus.publish([message('t', 'k', `after ${round}`)]));
      await eventually(() => expect(seen).toContain(`after ${round}`));
    }
    expect(crashes).toEqual([]);
    await bus.close();
  }, 30_000);

  it('never shows a later offset before an earlier one that is not committed yet', async () => {
    const { url } = await makeDatabase();
    const bus = new PostgresEventBus({ url, service: 'order', pollMs: 100 });
    await bus.publish([message('t', 'k', 'first')]);
    const slow = new pg.Client({ connectionString: url });
    await slow.connect();
    await slow.query('BEGIN');
    await slow.query(`UPDATE bus.partitions SET next_offset = next_offset + 1`);
    const later = bus.publish([message('t', 'k', 'third')]);
    const waits = await Promise.race([later.then(() => false), eventually(() => isBlocked(url))]);
    expect(waits).toBe(true);
    await slow.query(`INSERT INTO bus.messages (topic_id, partition, message_offset, event_id, key, value)
      SELECT topic_id, partition, next_offset - 1, 'second', 'k', 'second' FROM bus.partitions WHERE next_offset = 2`);
    await slow.query('COMMIT');
    await slow.end();
    await later;
    const seen: string[] = [];
    await bus.subscribe({
      group: 'g',
      topics: ['t'],
      onBatch: async (batch) => {
        for (const one of batch.messages) {
          seen.push(one.value);
          await batch.done(one);
        }
      },
      onCrash: () => undefined,
    });
    await eventually(() => expect(seen).toEqual(['first', 'second', 'third']));
    await bus.close();
  }, 30_000);

  it('forgets facts by age, and of state everything but the latest of each key', async () => {
    const { url } = await makeDatabase();
    const bus = new PostgresEventBus({ url, service: 'forget' });
    await bus.publish([message('facts', 'a', '1'), message('facts', 'a', '2')]);
    await bus.publish([message('state', 'a', '1'), message('state', 'a', '2'), message('state', 'b', '3')]);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      `UPDATE bus.messages SET published_at = now() - interval '10 days' WHERE value <> '2'`,
    );
    const retention = (topic: string) => (topic === 'facts' ? 7 : null);
    expect(await bus.forgetOldMessages(retention)).toBe(2);
    expect(await bus.forgetOldMessages(retention)).toBe(0);
    const { rows } = await client.query<{ left: string }>(
      `SELECT t.name || m.value AS left FROM bus.messages m JOIN bus.topics t USING (topic_id) ORDER BY 1`,
    );
    expect(rows.map((row) => row.left)).toEqual(['facts2', 'state2', 'state3']);
    await client.end();
    await bus.close();
  });
});

async function isBlocked(url: string): Promise<true> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  await client.end();
  if (rows.length === 0) throw new Error('nobody waits for a lock');
  return true;
}
