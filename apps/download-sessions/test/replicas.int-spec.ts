import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningService } from '@waybill/platform';
import { newDownloadId } from '@waybill/kernel';
import { type AnswerBody, ServiceFixture } from './service.fixture.js';

const service = new ServiceFixture();
let replica: RunningService;
beforeAll(async () => {
  await service.start();
  replica = await service.startReplica();
  // Long enough for the one that has its place to be met by the others before it is a download.
  service.quotas.takesMs = 150;
}, 60_000);
afterAll(async () => {
  await replica.stop();
  await service.stop();
}, 60_000);

async function create(origin: string, as: string, resourceId: string) {
  const response = await fetch(`${origin}/downloads`, {
    method: 'POST',
    headers: { ...(await service.identify(as)), 'content-type': 'application/json' },
    body: JSON.stringify({ resourceId }),
  });
  return { status: response.status, body: (await response.json()) as AnswerBody };
}

describe('creates of one asset on two replicas at once', () => {
  it.each([
    ['one place', { limit: 1, totalBytes: null }],
    ['room for one', { limit: 10, totalBytes: 1500 }],
    ['one place and room for one', { limit: 1, totalBytes: 1500 }],
    ['place and room for all', { limit: null, totalBytes: null }],
  ])('%s: one 201, and all others hear of it', async (_name, { limit, totalBytes }) => {
    const person = `person-${newDownloadId()}`;
    service.entitlements.assets.set(person, { assetId: person, size: 1000, limit });
    service.quotas.totalBytes = totalBytes;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        create(index % 2 === 0 ? service.url : replica.url, person, person),
      ),
    );
    service.quotas.totalBytes = null;
    const made = answers.filter(({ status }) => status === 201);
    const others = answers.filter(({ status }) => status !== 201);
    expect(made).toHaveLength(1);
    const told = others.map(({ status, body }) => [
      status,
      body.error.code,
      body.error.details.downloadId,
    ]) as unknown[];
    expect(told).toEqual(
      Array.from({ length: 19 }, () => [409, 'DOWNLOAD_IN_PROGRESS', made[0]?.body.data.download.id]),
    );
    expect(service.quotas.heldBy(person)).toBe(1000);
  });
});
