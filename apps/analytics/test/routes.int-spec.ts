import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { routesIn } from '@waybill/testing';
import { type RunningAnalytics, startAnalytics } from './service.js';

let service: RunningAnalytics;
beforeAll(async () => {
  service = await startAnalytics();
}, 60_000);
afterAll(() => service.stop());

function routesOf(app: NestFastifyApplication): string[] {
  const tree = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false, includeHooks: false });
  return routesIn(tree).filter((route) => !route.startsWith('HEAD '));
}

const PUBLIC = ['/health/live', '/health/ready', '/metrics'];
const GUARDED = [
  '/api/alerts',
  '/api/downloads/bandwidth/usage',
  '/api/downloads/files/:file_id/analytics',
  '/api/downloads/files/popular',
  '/api/downloads/stats/daily',
  '/api/downloads/user/:user_id/history',
  '/api/downloads/user/:user_id/summary',
  '/api/reports',
  '/api/reports/:id',
  '/downloads/stats',
];

describe('the routes', () => {
  it('are these', () => {
    expect(routesOf(service.app).toSorted()).toEqual(
      [...GUARDED, ...PUBLIC].map((path) => `GET ${path}`).toSorted(),
    );
  });

  it.each(GUARDED)('%s wants to know who asks', async (path) => {
    expect((await fetch(service.url + path)).status).toBe(401);
    const forged = await fetch(service.url + path, { headers: { 'x-waybill-caller': 'e30.e30.e30' } });
    expect(forged.status).toBe(401);
  });

  it.each(PUBLIC)('%s is public', async (path) => {
    expect((await fetch(service.url + path)).status).toBe(200);
  });
});
