import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, eventually, type TestDatabase } from '@waybill/testing';
import { register } from 'prom-client';
import type { DataSource } from 'typeorm';
import { Jobs, openDatabase } from '../src/index.js';

let database: TestDatabase;
const sources: DataSource[] = [];
beforeAll(async () => {
  database = await createDatabase('jobs');
  for (let replica = 0; replica < 2; replica += 1)
    sources.push(await openDatabase({ url: database.url, entities: [], migrations: [], poolSize: 4 }));
});
afterAll(async () => {
  await Promise.all(sources.map((source) => source.destroy()));
  await database.drop();
});

const jobsOf = (replica: number) => {
  const source = sources[replica];
  if (source === undefined) throw new Error('There is no such replica');
  return new Jobs(source);
};

async function metric(name: string, labels: Record<string, string>): Promise<number> {
  const values = (await register.getSingleMetric(name)?.get())?.values ?? [];
  const found = values.find((value) =>
    Object.entries(labels).every(([key, text]) => value.labels[key] === text),
  );
  return found?.value ?? 0;
}

describe('Jobs', () => {
  it('lets one replica do a round while the other skips it', async () => {
    const working = Promise.withResolvers<number>();
    let running = 0;
    const work = () => {
      running += 1;
      return working.promise;
    };
    const replicas = [jobsOf(0), jobsOf(1)];
    for (const jobs of replicas) jobs.every('sweep', 20, work);
    for (const jobs of replicas) jobs.onApplicationBootstrap();
    await eventually(async () => {
      expect(await metric('job_runs_total', { job: 'sweep', outcome: 'elsewhere' })).toBeGreaterThan(2);
    });
    expect(running).toBe(1);
    working.resolve(7);
    await eventually(async () =>
      expect(await metric('job_items_total', { job: 'sweep' })).toBeGreaterThanOrEqual(7),
    );
    await Promise.all(replicas.map((jobs) => jobs.onModuleDestroy()));
  });

  it('run now waits for the round of the other replica, and says what it did', async () => {
    const [one, two] = [jobsOf(0), jobsOf(1)];
    const first = Promise.withResolvers<number>();
    const order: string[] = [];
    one.every('count', 60_000, () => first.promise.then((done) => (order.push('one'), done)));
    two.every('count', 60_000, () => {
      order.push('two');
      return Promise.resolve(2);
    });
    const ones = one.runNow('count');
    await eventually(async () => expect(await locks()).toBe(1));
    const twos = two.runNow('count');
    first.resolve(1);
    expect(await Promise.all([ones, twos])).toEqual([1, 2]);
    expect(order).toEqual(['one', 'two']);
  });

  it('come round again after one failed, and stop waiting for the round that runs', async () => {
    const jobs = jobsOf(0);
    let rounds = 0;
    let finished = false;
    const last = Promise.withResolvers<undefined>();
    jobs.every('shaky', 10, async () => {
      rounds += 1;
      if (rounds === 1) throw new Error('the first one fails');
      if (rounds === 3) {
        await last.promise;
        finished = true;
      }
      return 1;
    });
    jobs.onApplicationBootstrap();
    await eventually(() => expect(rounds).toBe(3));
    expect(await metric('job_runs_total', { job: 'shaky', outcome: 'failed' })).toBe(1);
    const stopped = jobs.onModuleDestroy();
    last.resolve(undefined);
    await stopped;
    expect(finished).toBe(true);
    expect(rounds).toBe(3);
  });

  it('refuse a second job of a name, and one that nobody knows', async () => {
    const jobs = jobsOf(0);
    jobs.every('twice', 1_000, () => Promise.resolve(0));
    expect(() => jobs.every('twice', 1_000, () => Promise.resolve(0))).toThrow('two jobs');
    await expect(jobs.runNow('none')).rejects.toThrow('no job');
  });
});

async function locks(): Promise<number> {
  const [source] = sources;
  const rows = await source?.query<[{ count: number }]>(
    `SELECT count(*) FROM pg_locks
     WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows?.[0].count ?? 0;
}
