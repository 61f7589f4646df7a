import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '@waybill/kernel';
import { freePort } from '@waybill/testing';
import { MemoryLinkCache } from '../src/delivery/memory-link-cache.js';
import { RedisConnection } from '../src/redis/redis-connection.js';
import { RedisLinkCache } from '../src/redis/redis-link-cache.js';
import { behavesAsACache, CountingMaker } from './link-caches.suite.js';
import { fresh } from './scenery.js';

describe('MemoryLinkCache', () =>
  behavesAsACache(() =>
    Promise.resolve({ cache: new MemoryLinkCache(new SystemClock()), close: () => Promise.resolve() }),
  ));

describe('RedisLinkCache while Redis is away', () => {
  it('makes every link anew, and makes it', async () => {
    const connection = new RedisConnection(`redis://127.0.0.1:${String(await freePort())}`);
    const cache = new RedisLinkCache(connection);
    const [maker, key] = [new CountingMaker(), fresh('key')];
    await cache.once(key, maker);
    await cache.once(key, maker);
    connection.onApplicationShutdown();
    expect(maker.made).toBe(2);
  });
});
