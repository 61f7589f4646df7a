import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { RequestMethod } from '@nestjs/common';
import { ServiceFixture } from './service.fixture.js';

const service = new ServiceFixture();
beforeAll(() => service.start(), 60_000);
afterAll(() => service.stop(), 60_000);

/** Every route of this service. A new one is added here, and with it the thought who may call it. */
const ROUTES = [
  'DELETE /api/downloads/:id',
  'DELETE /api/downloads/:id/delete',
  'DELETE /downloads/cleanup',
  'GET /api/downloads',
  'GET /api/downloads/:id/progress',
  'GET /api/downloads/queue/:user_id',
  'GET /downloads',
  'GET /downloads/:downloadId',
  'GET /downloads/:downloadId/events',
  'GET /downloads/:downloadId/progress',
  'GET /downloads/events',
  'PATCH /api/downloads/:id/pause',
  'PATCH /api/downloads/:id/progress',
  'PATCH /api/downloads/:id/resume',
  'POST /api/downloads/cancel/:download_id',
  'POST /api/downloads/cleanup',
  'POST /api/downloads/complete/:download_id',
  'POST /api/downloads/fail/:download_id',
  'POST /api/downloads/resume',
  'POST /api/downloads/start',
  'POST /downloads',
  'POST /downloads/:downloadId/cancel',
  'POST /downloads/:downloadId/pause',
  'POST /downloads/:downloadId/retry',
  'POST /downloads/:downloadId/start',
  'POST /downloads/batch',
];
const PUBLIC = ['GET /health/live', 'GET /health/ready', 'GET /metrics'];

describe('routes', () => {
  it('are those that are written down here', () => {
    expect(routes()).toEqual([...ROUTES, ...PUBLIC].sort());
  });

  it.each(ROUTES)('%s wants to know who asks', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const { status } = await service.ask(method, path.replace(/:\w+/, 'dl_1'), { as: null });
    expect(status).toBe(401);
  });

  it.each(['/health/live', '/health/ready'])('%s answers anybody', async (path) => {
    expect((await service.ask('GET', path, { as: null })).status).toBe(200);
  });
});

function routes(): string[] {
  const discovery = new DiscoveryService(service.app.get(ModulesContainer));
  const scanner = new MetadataScanner();
  const found = discovery.getControllers().flatMap(({ instance, metatype }) => {
    if (instance === undefined || metatype === null) return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    const base = Reflect.getMetadata('path', metatype) as string;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const path = handler && (Reflect.getMetadata('path', handler) as string | undefined);
      if (handler === undefined || path === undefined) return [];
      const method = RequestMethod[Reflect.getMetadata('method', handler) as RequestMethod];
      return [`${method} /${[base, path].join('/')}`.replace(/\/+/g, '/').replace(/\/$/, '')];
    });
  });
  return found.sort();
}
