import { describe } from '@jest/globals';
import { eventually, RedisServer } from '@waybill/testing';
import { RedisConnection } from '../src/redis/redis-connection.js';
import { RedisLinkCache } from '../src/redis/redis-link-cache.js';
import { behavesAsACache, type OpenedCache } from './link-caches.suite.js';

async function openRedis(): Promise<OpenedCache> {
  const redis = await RedisServer.start();
  const connection = new RedisConnection(redis.url);
  await eventually(() => connection.client.ping());
  const close = async () => {
    connection.onApplicationShutdown();
    await redis.stop();
  };
  return { cache: new RedisLinkCache(connection), close };
}

describe('RedisLinkCache', () => behavesAsACache(openRedis));
