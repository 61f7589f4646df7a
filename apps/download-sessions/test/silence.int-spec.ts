import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { ServiceFixture } from './service.fixture.js';

const service = new ServiceFixture();
beforeAll(() => service.start({ CALL_TIMEOUT_MS: '2000' }), 60_000);
afterAll(() => service.stop(), 60_000);

const create = (index: number) =>
  service.ask('POST', '/downloads', { as: `person-${index}`, body: { resourceId: 'wanted' } });
const fifty = () => Promise.all(Array.from({ length: 50 }, (_, index) => create(index)));
const holdsAskedFor = () => service.quotas.asked.filter(({ path }) => path === '/internal/holds').length;

it('spares everybody the wait for quotas that hang, keeps nothing, and goes on when they are back', async () => {
  service.entitlements.assets.set('wanted', { assetId: 'wanted', size: 1 });
  service.quotas.hangs = true;
  for (const { status, body } of await fifty()) {
    expect([503, 504]).toContain(status);
    expect(body.error.code).toBe('NETWORK_ERROR');
  }
  const asked = holdsAskedFor();
  expect(asked).toBeGreaterThan(0);
  for (const { status, body, headers } of await fifty()) {
    expect([status, body.error.code]).toEqual([503, 'NETWORK_ERROR']);
    expect(headers.has('retry-after')).toBe(true);
  }
  // Nobody was sent after those who wait already.
  expect(holdsAskedFor()).toBe(asked);
  expect(service.entitlements.places.size).toBe(0);
  expect((await service.ask('GET', '/downloads', { as: 'person-1' })).status).toBe(200);
  service.quotas.hangs = false;
  const served = async (index: number) => expect([201, 409]).toContain((await create(index)).status);
  await Promise.all(Array.from({ length: 50 }, (_, index) => eventually(() => served(index))));
}, 60_000);
