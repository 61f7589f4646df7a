import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MIB } from '@waybill/kernel';
import { ServiceFixture } from './service.fixture.js';

const service = new ServiceFixture();
beforeAll(() => service.start(), 60_000);
afterAll(() => service.stop(), 60_000);

describe('refusals', () => {
  it.each([
    ['NOT_PURCHASED', 403, 'RESOURCE_NOT_PURCHASED', '资源未购买'],
    ['ORDER_REFUNDED', 403, 'RESOURCE_NOT_PURCHASED', '资源未购买'],
    ['SUBSCRIPTION_REQUIRED', 403, 'RESOURCE_NOT_PURCHASED', '资源未购买'],
  ])('%s is %i %s', async (code, status, expected, text) => {
    service.entitlements.assets.set(code, { assetId: code, size: 1, refusal: { kind: 'forbidden', code } });
    const answer = await service.ask('POST', '/downloads', { body: { resourceId: code } });
    expect(answer).toMatchObject({
      status,
      body: { success: false, error: { code: expected, message: text, details: { reason: code } } },
    });
  });

  it('knows the codes of the document', async () => {
    const unknown = await service.ask('POST', '/downloads', { body: { resourceId: 'nobody-knows' } });
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'FILE_NOT_AVAILABLE']);
    const id = await service.create({ assetId: 'codes', limit: 1 });
    const twice = await service.ask('POST', '/downloads', { body: { resourceId: 'codes' } });
    expect(twice.body.error).toMatchObject({ code: 'DOWNLOAD_IN_PROGRESS', details: { downloadId: id } });
    expect((await service.ask('POST', `/downloads/${id}/retry`)).body.error.code).toBe(
      'DOWNLOAD_IN_PROGRESS',
    );
    const high = await service.ask('POST', '/downloads', { body: { resourceId: 'codes', quality: 'high' } });
    expect([high.status, high.body.error.code]).toEqual([403, 'DOWNLOAD_LIMIT_EXCEEDED']);
    await service.ask('POST', `/downloads/${id}/start`, { body: { resumeFrom: 1000 } });
    const done = await service.ask('POST', `/downloads/${id}/pause`);
    expect([done.status, done.body.error.code]).toEqual([409, 'DOWNLOAD_ALREADY_COMPLETED']);
  });

  it('has no room: 413, and gives the place back', async () => {
    service.entitlements.assets.set('huge', { assetId: 'huge', size: 6 * 1024 ** 3 });
    const { status, body } = await service.ask('POST', '/downloads', { body: { resourceId: 'huge' } });
    expect([status, body.error.code]).toEqual([413, 'INSUFFICIENT_STORAGE']);
    expect(body.error.details).toMatchObject({ requiredBytes: 6 * 1024 ** 3 });
    expect([...service.entitlements.places.values()].some((place) => place.includes('huge'))).toBe(false);
  });

  it.each([
    ['POST', '/downloads', {}, 'resourceId'],
    ['POST', '/downloads', { resourceId: 'a b' }, 'resourceId'],
    ['POST', '/downloads', { resourceId: 5 }, 'resourceId'],
    ['POST', '/downloads', { resourceId: 'x', quality: 'ultra' }, 'quality'],
    ['POST', '/downloads', { resourceId: 'x', quality: null }, 'quality'],
    ['POST', '/downloads', [], 'body'],
    ['POST', '/downloads/batch', { resourceIds: [] }, 'resourceIds'],
    ['POST', '/downloads/batch', { resourceIds: ['a', 7] }, 'resourceIds'],
    [
      'POST',
      '/downloads/batch',
      { resourceIds: Array.from({ length: 101 }, (_, i) => `r${i}`) },
      'resourceIds',
    ],
    ['GET', '/downloads?page=0', undefined, 'page'],
    ['GET', '/downloads?page=1e300', undefined, 'page'],
    ['GET', '/downloads?limit=101', undefined, 'limit'],
    ['GET', '/downloads?limit=x', undefined, 'limit'],
    ['GET', '/downloads?status=lost', undefined, 'status'],
    ['GET', '/downloads?startDate=2024-02-30', undefined, 'startDate'],
    ['GET', '/downloads?startDate=yesterday', undefined, 'startDate'],
    ['GET', '/downloads?endDate=0000-01-01', undefined, 'endDate'],
    ['GET', '/downloads?resourceType=%00', undefined, 'resourceType'],
    ['DELETE', '/downloads/cleanup', { olderThan: 'a' }, 'olderThan'],
    ['DELETE', '/downloads/cleanup', { olderThan: -1 }, 'olderThan'],
    ['DELETE', '/downloads/cleanup', { status: ['pending'] }, 'status'],
    ['DELETE', '/downloads/cleanup?status=pending', undefined, 'status'],
  ])('%s %s with %j names %s', async (method, path, body, field) => {
    const answer = await service.ask(method, path, { body });
    expect([answer.status, answer.body.success, answer.body.error.code]).toEqual([
      400,
      false,
      'VALIDATION_FAILED',
    ]);
    expect(answer.body.error.message).toContain(field);
  });

  it('refuses a position past the file', async () => {
    const id = await service.create({ assetId: 'past' });
    const { status, body } = await service.ask('POST', `/downloads/${id}/start`, {
      body: { resumeFrom: 1001 },
    });
    expect([status, body.error.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it.each(['dl_1', 'stats', '%00', 'dl_00000000000000000000000000000000', '..%2f', '💥'])(
    'does not find %s',
    async (id) => {
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '/progress'],
        ['POST', '/start'],
        ['POST', '/cancel'],
      ] as const) {
        const { status, body } = await service.ask(method, `/downloads/${encodeURI(id)}${path}`);
        expect([status, body.error.code]).toEqual([404, 'DOWNLOAD_NOT_FOUND']);
      }
    },
  );

  it('hides what is another person’s', async () => {
    const id = await service.create({ assetId: 'mine' });
    for (const call of ['start', 'pause', 'cancel', 'retry'])
      expect((await service.ask('POST', `/downloads/${id}/${call}`, { as: 'eve' })).status).toBe(404);
    expect((await service.ask('GET', `/downloads/${id}`, { as: 'eve', roles: ['admin'] })).status).toBe(404);
  });

  it('is malformed in the edition’s own shape', async () => {
    const { status, body } = await service.ask('POST', '/downloads', { body: '{"resourceId":' });
    expect([status, body.success, body.error.code]).toEqual([400, false, 'VALIDATION_FAILED']);
    const large = await service.ask('POST', '/downloads', {
      body: JSON.stringify({ resourceId: 'x'.repeat(2 * MIB) }),
    });
    expect([large.status, large.body.error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it.each([
    ['POST', '/downloads'],
    ['GET', '/downloads'],
    ['POST', '/downloads/batch'],
    ['DELETE', '/downloads/cleanup'],
    ['GET', '/downloads/dl_1'],
    ['GET', '/downloads/dl_1/progress'],
    ['POST', '/downloads/dl_1/start'],
    ['POST', '/downloads/dl_1/pause'],
    ['POST', '/downloads/dl_1/cancel'],
    ['POST', '/downloads/dl_1/retry'],
  ])('%s %s wants to know who asks', async (method, path) => {
    const { status, body } = await service.ask(method, path, { as: null });
    expect([status, body.success, body.error.code]).toEqual([401, false, 'UNAUTHORIZED']);
  });

  it('passes a silence of the others on as a network error, and keeps nothing', async () => {
    service.entitlements.assets.set('silent', { assetId: 'silent', size: 1 });
    service.quotas.hangs = true;
    const { status, body } = await service.ask('POST', '/downloads', { body: { resourceId: 'silent' } });
    service.quotas.hangs = false;
    expect([status, body.error.code]).toEqual([504, 'NETWORK_ERROR']);
    expect([...service.entitlements.places.values()].some((place) => place.includes('silent'))).toBe(false);
  }, 20_000);
});
