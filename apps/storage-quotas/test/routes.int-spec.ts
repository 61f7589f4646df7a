import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GIB, newDownloadId, uuidv7 } from '@waybill/kernel';
import { type RunningQuotas, startQuotas } from './http.fixture.js';

const PUBLIC = ['GET /api/storage/tiers', 'GET /health/live', 'GET /health/ready', 'GET /metrics'];
const SIGNED_IN = [
  'GET /api/downloads/storage/info',
  'GET /api/downloads/storage/remaining',
  'GET /api/downloads/storage/usage',
  'GET /api/storage/quota',
  'GET /api/storage/quota/remaining',
  'PATCH /api/storage/quota/settings',
  'POST /api/storage/quota/initialize',
  'POST /api/storage/quota/upgrade',
];
const INTERNAL = ['DELETE /internal/holds/:downloadId', 'POST /internal/holds', 'POST /internal/holds/batch'];

describe('the routes', () => {
  let quotas: RunningQuotas;
  beforeAll(async () => {
    quotas = await startQuotas();
  });
  afterAll(() => quotas.stop());

  it('are these and no others', () => {
    const served = quotas.routes.filter(
      (route) => !route.startsWith('HEAD ') && !route.startsWith('OPTIONS '),
    );
    expect(served.toSorted()).toEqual([...PUBLIC, ...SIGNED_IN, ...INTERNAL].toSorted());
  });

  it.each([...SIGNED_IN, ...INTERNAL])('%s asks who is there', async (route) => {
    expect((await quotas.call(route.replace(':downloadId', newDownloadId()), null)).status).toBe(401);
  });

  it.each(INTERNAL)('%s is for services only', async (route) => {
    const path = route.replace(':downloadId', newDownloadId());
    expect((await quotas.call(path, { roles: ['admin'] })).status).toBe(403);
  });

  it.each(PUBLIC)('%s answers anybody', async (route) => {
    expect((await quotas.call(route, null)).status).toBe(200);
  });

  describe('holds', () => {
    const service = { service: 'download-sessions' };
    const place = (body: unknown) => quotas.call('POST /internal/holds', service, { body });

    it('are placed, refused with the figures, and given back', async () => {
      const userId = uuidv7();
      const downloadId = newDownloadId();
      const request = { downloadId, generation: 1, userId, bytes: 4 * GIB, tier: 'free' };
      expect(await place(request)).toEqual({
        status: 201,
        body: { downloadId, bytes: 4 * GIB, tier: 'free', keepDays: 30, remainingBytes: GIB },
      });
      expect(await place({ ...request, downloadId: newDownloadId(), bytes: 2 * GIB })).toMatchObject({
        status: 413,
        body: {
          code: 'INSUFFICIENT_STORAGE',
          details: { requiredBytes: 2 * GIB, remainingBytes: GIB, totalBytes: 5 * GIB },
        },
      });
      expect(await quotas.call(`DELETE /internal/holds/${downloadId}?generation=1`, service)).toEqual({
        status: 204,
        body: null,
      });
      expect((await place({ ...request, downloadId: newDownloadId() })).status).toBe(201);
    });

    it('come in batches, each by itself', async () => {
      const [one, two] = [newDownloadId(), newDownloadId()];
      const items = [
        { downloadId: one, generation: 1, bytes: 5 * GIB },
        { downloadId: two, generation: 1, bytes: 1 },
      ];
      const { status, body } = await quotas.call('POST /internal/holds/batch', service, {
        body: { userId: uuidv7(), tier: 'free', items },
      });
      expect([status, body]).toEqual([
        201,
        {
          items: [
            { downloadId: one, hold: expect.objectContaining({ bytes: 5 * GIB, remainingBytes: 0 }) },
            {
              downloadId: two,
              error: expect.objectContaining({ kind: 'too-large', code: 'INSUFFICIENT_STORAGE' }),
            },
          ],
        },
      ]);
    });

    it.each([
      [{ bytes: -1 }, 'bytes'],
      [{ generation: 0 }, 'generation'],
      [{ downloadId: 'x' }, 'downloadId'],
    ])('refuse %j', async (wrong, field) => {
      const good = { downloadId: newDownloadId(), generation: 1, userId: 'u1', bytes: 1, tier: 'free' };
      const { status, body } = await place({ ...good, ...wrong });
      expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(field)]);
    });
  });
});
