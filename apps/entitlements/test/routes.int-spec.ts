import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Jobs } from '@waybill/platform';
import { PRUNE_GRANTS, RELEASE_PLACES } from '../src/entitlements-jobs.js';
import { type Person, RunningEntitlements } from './running-entitlements.js';
import { buyer, fresh, published } from './scenery.js';

const who: Record<string, Person | null> = {
  nobody: null,
  somebody: { sub: 'u' },
  premium: { sub: 'u', roles: ['premium'], tier: 'premium' },
  analyst: { sub: 'u', roles: ['analyst'] },
  admin: { sub: 'u', roles: ['admin'] },
  service: { sub: 'u', roles: ['service'] },
  peer: { sub: 'u', roles: ['normal'], service: 'download-sessions' },
};

/** Every route, and who gets past its guard. */
const EVERYBODY = Object.keys(who);
const SIGNED_IN = EVERYBODY.filter((name) => name !== 'nobody');
const ADMINISTRATION = ['admin', 'service'];
const PEERS = ['peer'];
const ROUTES: Record<string, string[]> = {
  'GET /health/live': EVERYBODY,
  'GET /health/ready': EVERYBODY,
  'GET /metrics': EVERYBODY,
  'GET /api/v1/assets': SIGNED_IN,
  'GET /api/v1/assets/:id': SIGNED_IN,
  'PUT /api/v1/assets/:id': ADMINISTRATION,
  'DELETE /api/v1/assets/:id': ADMINISTRATION,
  'GET /api/v1/orders/:id': ADMINISTRATION,
  'PUT /api/v1/orders/:id': ADMINISTRATION,
  'GET /api/v1/subscriptions/:userId': ADMINISTRATION,
  'PUT /api/v1/subscriptions/:userId': ADMINISTRATION,
  'DELETE /api/v1/users/:userId': ADMINISTRATION,
  'POST /internal/decisions': PEERS,
  'POST /internal/decisions/batch': PEERS,
  'POST /internal/links': PEERS,
  'DELETE /internal/places/:downloadId': PEERS,
  'POST /internal/file-access': PEERS,
  ...Object.fromEntries(
    ['/downloads', '/api/downloads'].flatMap((base) => [
      [`POST ${base}/generate/:assetId`, SIGNED_IN],
      [`GET ${base}/history`, SIGNED_IN],
      [`GET ${base}/can-download/:assetId`, SIGNED_IN],
      [`GET ${base}/admin/all`, ADMINISTRATION],
      [`GET ${base}/admin/stats`, ADMINISTRATION],
    ]),
  ),
};

describe('the service', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(() => running.stop());

  it('has no other routes than those listed here', () => {
    expect(running.routes().toSorted()).toEqual(Object.keys(ROUTES).sort());
  });

  it.each(Object.entries(ROUTES))('%s is for %j', async (route, allowed) => {
    const [method = '', path = ''] = route.split(' ');
    const passed: string[] = [];
    for (const [name, person] of Object.entries(who)) {
      const { status, body } = await running.try(method, path.replace(/:\w+/, fresh('id')), person);
      const isStopped = status === 401 || (status === 403 && body.code === 'FORBIDDEN');
      if (!isStopped) passed.push(name);
      expect(status).toBeLessThan(500);
      if (name === 'nobody' && allowed !== EVERYBODY) expect(status).toBe(401);
    }
    expect(passed).toEqual(allowed);
  });

  it('answers in the dialect of the path where nothing of ours was reached', async () => {
    const store = await running.ask('POST', '/downloads/generate/a', { sub: 'u' }, '{"expiresIn":');
    const own = await running.ask('PUT', '/api/v1/assets/a', { sub: 'u', roles: ['admin'] }, '{"title":');
    const lost = await running.ask('GET', '/downloads/admin/nothing', { sub: 'u' });
    expect(store.body).toMatchObject({ statusCode: 400, error: 'Bad Request', code: 'VALIDATION_FAILED' });
    expect(own.headers.get('content-type')).toContain('application/problem+json');
    expect([own.status, own.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(lost.body).toMatchObject({ statusCode: 404, code: 'NOT_FOUND' });
  });

  it('cleans up by jobs', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    await running.ask('POST', `/downloads/generate/${assetId}`, person);
    running.clock.advance(301_000);
    expect(await running.get(Jobs).runNow(RELEASE_PLACES)).toBe(1);
    expect(await running.get(Jobs).runNow(PRUNE_GRANTS)).toBe(0);
    running.clock.advance(3_600_000);
    expect(await running.get(Jobs).runNow(PRUNE_GRANTS)).toBe(1);
    running.clock.advance(91 * 86_400_000);
    expect(await running.get(Jobs).runNow(PRUNE_GRANTS)).toBe(2);
  });

  it('is ready, and shows what it counted', async () => {
    expect((await running.ask('GET', '/health/ready', null)).body).toMatchObject({ status: 'up' });
    const { assetId } = await published(running);
    await running.ask('POST', `/downloads/generate/${assetId}`, { sub: fresh('user') });
    await running.ask('POST', `/downloads/generate/${assetId}`, await buyer(running, assetId));
    const { text } = (await running.ask('GET', '/metrics', null)).body;
    expect(text).toMatch(/grants_issued_total\{origin="store",.*\} \d/);
    expect(text).toMatch(/grants_denied_total\{origin="store",code="NOT_PURCHASED",.*\} \d/);
  });
});
