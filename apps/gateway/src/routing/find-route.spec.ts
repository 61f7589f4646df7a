import { describe, expect, it } from '@jest/globals';
import { editionOf, findRoute } from './find-route.js';
import type { Edition, ServiceName } from './route-table.js';

const DOWNLOAD = 'dl_0197a3f4c0de7000800000000000abcd';
const FILE = '7d444840-9dc0-11d1-b245-5ffdce74fad2';

type Row = [method: string, path: string, service: ServiceName, edition: Edition];

/** Every endpoint that the five documents name, and Waybill's own. */
const ENDPOINTS: Row[] = [
  ['POST', '/downloads', 'download-sessions', 'tasks'],
  ['GET', '/downloads', 'download-sessions', 'tasks'],
  ['GET', `/downloads/${DOWNLOAD}`, 'download-sessions', 'tasks'],
  ['POST', `/downloads/${DOWNLOAD}/start`, 'download-sessions', 'tasks'],
  ['POST', `/downloads/${DOWNLOAD}/pause`, 'download-sessions', 'tasks'],
  ['POST', `/downloads/${DOWNLOAD}/cancel`, 'download-sessions', 'tasks'],
  ['POST', `/downloads/${DOWNLOAD}/retry`, 'download-sessions', 'tasks'],
  ['GET', `/downloads/${DOWNLOAD}/progress`, 'download-sessions', 'tasks'],
  ['POST', '/downloads/batch', 'download-sessions', 'tasks'],
  ['DELETE', '/downloads/cleanup', 'download-sessions', 'tasks'],
  ['GET', '/downloads/events', 'download-sessions', 'tasks'],
  ['GET', `/downloads/${DOWNLOAD}/events`, 'download-sessions', 'tasks'],
  ['GET', '/downloads/stats', 'analytics', 'tasks'],

  ['POST', '/api/downloads/start', 'download-sessions', 'offline'],
  ['GET', '/api/downloads', 'download-sessions', 'offline'],
  ['GET', `/api/downloads/${DOWNLOAD}/progress`, 'download-sessions', 'offline'],
  ['PATCH', `/api/downloads/${DOWNLOAD}/pause`, 'download-sessions', 'offline'],
  ['PATCH', `/api/downloads/${DOWNLOAD}/resume`, 'download-sessions', 'offline'],
  ['DELETE', `/api/downloads/${DOWNLOAD}`, 'download-sessions', 'offline'],
  ['DELETE', `/api/downloads/${DOWNLOAD}/delete`, 'download-sessions', 'offline'],
  ['POST', '/api/downloads/cleanup', 'download-sessions', 'offline'],
  ['GET', '/api/downloads/storage/usage', 'storage-quotas', 'offline'],
  ['GET', '/api/downloads/storage/info', 'storage-quotas', 'offline'],
  ['GET', '/api/downloads/storage/remaining', 'storage-quotas', 'offline'],
  ['GET', '/api/storage/tiers', 'storage-quotas', 'offline'],
  ['GET', '/api/storage/quota', 'storage-quotas', 'offline'],
  ['GET', '/api/storage/quota/remaining', 'storage-quotas', 'offline'],
  ['POST', '/api/storage/quota/initialize', 'storage-quotas', 'offline'],
  ['POST', '/api/storage/quota/upgrade', 'storage-quotas', 'offline'],
  ['PATCH', '/api/storage/quota/settings', 'storage-quotas', 'offline'],

  ['POST', '/downloads/generate/asset-1', 'entitlements', 'store'],
  ['GET', '/downloads/history', 'entitlements', 'store'],
  ['GET', '/downloads/can-download/asset-1', 'entitlements', 'store'],
  ['GET', '/downloads/admin/all', 'entitlements', 'store'],
  ['GET', '/downloads/admin/stats', 'entitlements', 'store'],
  ['POST', '/api/downloads/generate/asset-1', 'entitlements', 'store'],
  ['GET', '/api/downloads/history', 'entitlements', 'store'],
  ['GET', '/api/downloads/can-download/asset-1', 'entitlements', 'store'],
  ['GET', '/api/downloads/admin/all', 'entitlements', 'store'],
  ['GET', '/api/downloads/admin/stats', 'entitlements', 'store'],

  ['POST', '/api/downloads/complete/x1', 'download-sessions', 'tracking'],
  ['POST', '/api/downloads/fail/x1', 'download-sessions', 'tracking'],
  ['POST', '/api/downloads/cancel/x1', 'download-sessions', 'tracking'],
  ['POST', '/api/downloads/resume', 'download-sessions', 'tracking'],
  ['GET', '/api/downloads/queue/alice', 'download-sessions', 'tracking'],
  ['GET', '/api/downloads/user/alice/history', 'analytics', 'tracking'],
  ['GET', '/api/downloads/user/alice/summary', 'analytics', 'tracking'],
  ['GET', '/api/downloads/files/popular', 'analytics', 'tracking'],
  ['GET', '/api/downloads/files/f1/analytics', 'analytics', 'tracking'],
  ['GET', '/api/downloads/stats/daily', 'analytics', 'tracking'],
  ['GET', '/api/downloads/bandwidth/usage', 'analytics', 'tracking'],

  ['GET', `/api/v1/files/${FILE}/download`, 'storage-element', 'files'],
  ['HEAD', `/api/v1/files/${FILE}/download`, 'storage-element', 'files'],
  ['PUT', `/api/v1/files/${FILE}`, 'storage-element', 'own'],
  ['GET', `/api/v1/files/${FILE}`, 'storage-element', 'own'],
  ['DELETE', `/api/v1/files/${FILE}`, 'storage-element', 'own'],
  ['POST', `/api/v1/files/${FILE}/uploads`, 'storage-element', 'own'],
  ['POST', `/api/v1/files/${FILE}/uploads/${FILE}/complete`, 'storage-element', 'own'],

  ['PUT', '/api/v1/assets/a%401', 'entitlements', 'own'],
  ['GET', '/api/v1/assets', 'entitlements', 'own'],
  ['PUT', '/api/v1/orders/o1', 'entitlements', 'own'],
  ['PUT', '/api/v1/subscriptions/alice', 'entitlements', 'own'],
  ['DELETE', '/api/v1/users/auth0%7Calice', 'entitlements', 'own'],
  ['GET', '/api/alerts', 'analytics', 'own'],
  ['POST', '/api/reports/1/run', 'analytics', 'own'],
];

describe('the route table', () => {
  it.each(ENDPOINTS)('%s %s goes to %s, in the %s edition', (method, path, service, edition) => {
    expect(findRoute(method, path)).toMatchObject({ service, edition });
    expect(editionOf(method, path)).toBe(edition);
  });

  it('lets only the tiers and tickets pass without a token', () => {
    const open = ENDPOINTS.filter(
      ([method, path]) => (findRoute(method, path)?.access ?? 'signed-in') !== 'signed-in',
    );
    expect(open.map(([method, path]) => `${method} ${path}`)).toEqual([
      'GET /api/storage/tiers',
      `GET /api/v1/files/${FILE}/download`,
      `HEAD /api/v1/files/${FILE}/download`,
    ]);
  });

  it('streams only files and events', () => {
    const traffic = (method: string, path: string) => findRoute(method, path)?.traffic ?? 'call';
    const streamed = ENDPOINTS.filter(([method, path]) => traffic(method, path) !== 'call');
    expect(streamed.map(([method]) => method)).toEqual(['GET', 'GET', 'GET', 'HEAD', 'PUT']);
  });

  it.each([
    '/',
    '/metrics',
    '/internal/holds',
    '/api/internal/holds',
    '/downloads/',
    '/downloads//x',
    '/downloads/../internal/holds',
    '/downloads/%2e%2e/internal',
    '/downloads/a%2Fb',
    '/downloads/a%5Cb',
    '/downloads/a%00',
    '/downloads/%E0%A4%A',
    '/Downloads',
    '/api/v1/files',
    '/api/storage',
  ])('%s goes nowhere', (path) => expect(findRoute('GET', path)).toBeNull());

  it('reads static segments decoded, as the services do', () =>
    expect(findRoute('GET', '/downloads/%73tats')?.service).toBe('analytics'));

  it.each([
    ['/downloads//x', 'tasks'],
    ['/downloadsx', 'own'],
    ['/api/downloads/', 'offline'],
    ['/api/storage', 'offline'],
    ['/nowhere', 'own'],
  ])('answers the unknown %s in the %s edition', (path, edition) =>
    expect(editionOf('GET', path)).toBe(edition),
  );
});
