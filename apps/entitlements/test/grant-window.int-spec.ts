import { describe } from '@jest/globals';
import { freePort } from '@waybill/testing';
import { RedisConnection } from '../src/redis/redis-connection.js';
import { RedisGrantWindow } from '../src/redis/redis-grant-window.js';
import { behavesAsAWindow, type OpenedWindow, openTypeorm } from './grant-windows.suite.js';

async function openWithoutRedis(): Promise<OpenedWindow> {
  const fallback = await openTypeorm();
  const connection = new RedisConnection(`redis://127.0.0.1:${String(await freePort())}`);
  const close = async () => {
    connection.onApplicationShutdown();
    await fallback.close();
  };
  return { window: new RedisGrantWindow(connection, fallback.window), close };
}

describe('TypeormGrantWindow', () => behavesAsAWindow(openTypeorm));
describe('RedisGrantWindow while Redis is away', () => behavesAsAWindow(openWithoutRedis));
