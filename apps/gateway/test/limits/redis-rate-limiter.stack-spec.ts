import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, RedisServer } from '@waybill/testing';
import { register } from 'prom-client';
import { MemoryRateLimiter } from '../../src/limits/memory-rate-limiter.js';
import { RedisConnection } from '../../src/limits/redis-connection.js';
import { RedisRateLimiter } from '../../src/limits/redis-rate-limiter.js';
import { behavesAsRateLimiter } from './rate-limiters.suite.js';

const POLICY = { name: 'person', perSecond: 1, burst: 5 };
const connections: RedisConnection[] = [];

async function connect(): Promise<RedisConnection> {
  const connection = new RedisConnection(server.url);
  connections.push(connection);
  await eventually(() => connection.client.ping());
  return connection;
}
const limiterOn = (connection: RedisConnection) => new RedisRateLimiter(connection, new MemoryRateLimiter());

let server: RedisServer;
let replicas: readonly [RedisRateLimiter, RedisRateLimiter];
beforeAll(async () => {
  server = await RedisServer.start();
  replicas = [limiterOn(await connect()), limiterOn(await connect())];
});
afterAll(async () => {
  for (const connection of connections) connection.close();
  await server.stop();
});

behavesAsRateLimiter('two replicas on one Redis', () => replicas);

describe('without Redis', () => {
  it('each replica counts for itself, says so and counts it; Redis back, they share again', async () => {
    const ask = (index: 0 | 1, key: string) => replicas[index].consume(key, POLICY);
    await server.stop();
    const passed = [];
    for (let turn = 0; turn < 8; turn += 1) passed.push(await ask(0, 'x'), await ask(1, 'x'));
    expect(passed.filter((verdict) => verdict.allowed)).toHaveLength(10);
    expect(await register.getSingleMetricAsString('redis_failures_total')).toMatch(/part="rate-limit"/);

    await server.start();
    let turn = 0;
    await eventually(async () => {
      const key = `back-${String((turn += 1))}`;
      const verdicts = await Promise.all(
        ([0, 1, 0, 1, 0, 1, 0, 1, 0, 1] as const).map((index) => ask(index, key)),
      );
      expect(verdicts.filter((verdict) => verdict.allowed)).toHaveLength(5);
    });
  });
});
