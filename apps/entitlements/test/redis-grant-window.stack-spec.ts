import { describe } from '@jest/globals';
import { eventually, RedisServer } from '@waybill/testing';
import { RedisConnection } from '../src/redis/redis-connection.js';
import { RedisGrantWindow } from '../src/redis/redis-grant-window.js';
import { behavesAsAWindow, type OpenedWindow, openTypeorm } from './grant-windows.suite.js';

async function openRedis(): Promise<OpenedWindow> {
  const [redis, fallback] = [await RedisServer.start(), await openTypeorm()];
  const connection = new RedisConnection(redis.url);
  await eventually(() => connection.client.ping());
  const close = async () => {
    connection.onApplicationShutdown();
    await fallback.close();
    await redis.stop();
  };
  return { window: new RedisGrantWindow(connection, fallback.window), close };
}

describe('RedisGrantWindow', () => behavesAsAWindow(openRedis));
