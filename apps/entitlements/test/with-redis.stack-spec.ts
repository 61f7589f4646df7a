import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, RedisServer } from '@waybill/testing';
import { RedisConnection } from '../src/redis/redis-connection.js';
import { type Person, RunningEntitlements } from './running-entitlements.js';
import { buyer, published } from './scenery.js';

describe('the service with Redis', () => {
  let redis: RedisServer;
  let running: RunningEntitlements;
  beforeAll(async () => {
    redis = await RedisServer.start();
    running = await RunningEntitlements.start({ REDIS_URL: redis.url });
    await eventually(() => running.get(RedisConnection).client.ping());
  });
  afterAll(async () => {
    await running.stop();
    await redis.stop();
  });

  const generate = (person: Person, assetId: string, expiresIn: number) =>
    running.ask('POST', `/downloads/generate/${assetId}`, person, { expiresIn });

  it('counts and keeps links there, and goes on when it dies', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    const first = await generate(person, assetId, 300);
    expect((await generate(person, assetId, 300)).body.url).toBe(first.body.url);
    expect(await running.sql('SELECT 1 FROM grant_window WHERE user_id = $1', [person.sub])).toEqual([]);
    for (const expiresIn of [301, 302, 303, 304]) await generate(person, assetId, expiresIn);
    expect((await generate(person, assetId, 305)).status).toBe(409);
    await redis.stop();
    const alone = await generate(person, assetId, 306);
    expect([alone.status, alone.headers.get('x-ratelimit-remaining')]).toEqual([201, '4']);
    expect(await running.sql('SELECT 1 FROM grant_window WHERE user_id = $1', [person.sub])).toHaveLength(1);
  });
});
