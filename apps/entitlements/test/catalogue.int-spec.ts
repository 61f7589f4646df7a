import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assetPublished, assetRemoved, fileRemoved, fileStored } from '@waybill/contracts';
import { eventually } from '@waybill/testing';
import { admin, RunningEntitlements } from './running-entitlements.js';
import { asset, decide, fresh, published, storedFile } from './scenery.js';

describe('catalogue', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(() => running.stop());

  const put = (id: string, body: object | string) => running.ask('PUT', `/api/v1/assets/${id}`, admin, body);
  const get = (id: string, who: { sub: string } = admin) => running.ask('GET', `/api/v1/assets/${id}`, who);

  it('publishes an asset with what the storage element knows of its files', async () => {
    const id = fresh('asset');
    const fileId = storedFile(running, 5_368_709_120);
    const made = await put(id, asset(fileId));
    const now = running.clock.now().toISOString();
    expect([made.status, made.body]).toEqual([
      201,
      {
        ...asset(fileId),
        id,
        thumbnail: null,
        maxDownloads: 10,
        originalSizeBytes: null,
        renditions: [
          {
            quality: 'original',
            fileId,
            fileName: 'castle.zip',
            mediaType: 'application/zip',
            size: 5_368_709_120,
            available: true,
          },
        ],
        publishedAt: now,
        updatedAt: now,
        removedAt: null,
      },
    ]);
    expect((await get(id)).body).toEqual(made.body);
    await eventually(() => {
      expect(running.published(assetPublished).filter(({ assetId }) => assetId === id)).toEqual([
        expect.objectContaining({
          title: 'Medieval Castle',
          maxDownloads: 10,
          renditions: [expect.objectContaining({ fileId, size: 5_368_709_120 })],
        }),
      ]);
    });
  });

  it('replaces it, and null is no limit', async () => {
    const { assetId, fileId } = await published(running);
    const other = storedFile(running);
    const renditions = [
      { quality: '480p', fileId: other },
      { quality: '4k', fileId: fileId.toUpperCase() },
    ];
    const answer = await put(assetId, {
      title: 'New',
      type: 'model',
      access: 'public',
      maxDownloads: null,
      renditions,
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ title: 'New', category: null, price: null, maxDownloads: null });
    expect(answer.body.renditions).toEqual([
      expect.objectContaining({ quality: '480p', fileId: other }),
      expect.objectContaining({ quality: '4k', fileId }),
    ]);
  });

  it('shows file ids to those who administer only', async () => {
    const { assetId } = await published(running);
    const { status, body } = await get(assetId, { sub: 'u' });
    expect(status).toBe(200);
    expect(body.renditions).toEqual([
      {
        quality: 'original',
        fileName: 'castle.zip',
        mediaType: 'application/zip',
        size: 10_485_760,
        available: true,
      },
    ]);
  });

  it('asks the storage element only for files that it does not know', async () => {
    const { fileId } = await published(running);
    const byEvent = randomUUID();
    const stored = {
      fileId: byEvent,
      fileName: 'a.mp4',
      mediaType: 'video/mp4',
      size: 9,
      etag: '"a"',
      sha256: 'a'.repeat(64),
      storedAt: new Date().toISOString(),
    };
    await running.publish(fileStored, stored);
    await eventually(async () =>
      expect(await running.sql('SELECT 1 FROM files WHERE id = $1', [byEvent])).toHaveLength(1),
    );
    running.askedForFiles.length = 0;
    const renditions = [
      { quality: '480p', fileId },
      { quality: '720p', fileId: byEvent },
    ];
    expect((await put(fresh('asset'), asset(fileId, { renditions }))).status).toBe(201);
    expect(running.askedForFiles).toEqual([]);
  });

  it('names the files that do not exist', async () => {
    const missing = randomUUID();
    const fileId = storedFile(running);
    const renditions = [
      { quality: '480p', fileId },
      { quality: '720p', fileId: missing },
    ];
    const id = fresh('asset');
    const answer = await put(id, asset(fileId, { renditions }));
    expect([answer.status, answer.body.code, answer.body.details]).toEqual([
      422,
      'FILES_NOT_FOUND',
      { fileIds: [missing] },
    ]);
    expect((await get(id)).status).toBe(404);
  });

  it('a removed file is not offered any more, and a later word of its storing brings it back', async () => {
    const { assetId, fileId } = await published(running, { access: 'public' });
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const stored = {
      fileId,
      fileName: 'b.zip',
      mediaType: 'application/zip',
      size: 9,
      etag: '"b"',
      sha256: 'b'.repeat(64),
    };
    await running.publish(fileRemoved, { fileId, removedAt: at(10_000) });
    await running.publish(fileStored, { ...stored, storedAt: at(5_000) });
    await eventually(async () =>
      expect((await decide(running, { userId: 'u', assetId })).body.code).toBe('FILE_NOT_AVAILABLE'),
    );
    expect((await get(assetId)).body.renditions).toEqual([expect.objectContaining({ available: false })]);
    await running.publish(fileStored, { ...stored, storedAt: at(20_000) });
    await eventually(async () => expect((await decide(running, { userId: 'u', assetId })).status).toBe(201));
  });

  it('removes without forgetting, once, and takes it back by publishing again', async () => {
    const { assetId, fileId } = await published(running);
    const remove = () => running.ask('DELETE', `/api/v1/assets/${assetId}`, admin);
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect((await get(assetId, { sub: 'u' })).body).toMatchObject({
      status: 404,
      code: 'ASSET_REMOVED',
      detail: 'This asset has been removed',
    });
    expect((await get(assetId)).body.removedAt).toBe(running.clock.now().toISOString());
    expect((await put(assetId, asset(fileId))).body.removedAt).toBeNull();
    expect((await get(assetId, { sub: 'u' })).status).toBe(200);
    expect((await running.ask('DELETE', `/api/v1/assets/${fresh('x')}`, admin)).body.code).toBe(
      'ASSET_NOT_FOUND',
    );
    await eventually(() => {
      expect(running.published(assetRemoved).filter((event) => event.assetId === assetId)).toHaveLength(1);
    });
  });

  it.each<[string, object, string]>([
    ['no title', { title: undefined }, 'title'],
    ['an empty title', { title: '' }, 'title'],
    ['a title of 501', { title: 'x'.repeat(501) }, 'title'],
    ['a title with a NUL', { title: 'a\0b' }, 'title'],
    ['a number for a title', { title: 5 }, 'title'],
    ['an unknown access', { access: 'free' }, 'access'],
    ['no access', { access: undefined }, 'access'],
    ['maxDownloads 0', { maxDownloads: 0 }, 'maxDownloads'],
    ['maxDownloads 1.5', { maxDownloads: 1.5 }, 'maxDownloads'],
    ['maxDownloads "3"', { maxDownloads: '3' }, 'maxDownloads'],
    ['a negative price', { price: { amount: -1, currency: 'EUR' } }, 'price.amount'],
    ['a price in euro', { price: { amount: 1, currency: 'euro' } }, 'price.currency'],
    ['a negative size', { originalSizeBytes: -1 }, 'originalSizeBytes'],
    ['a size past 2^53', { originalSizeBytes: 2 ** 53 }, 'originalSizeBytes'],
    ['no renditions', { renditions: undefined }, 'renditions'],
    ['a rendition without a file', { renditions: [{ quality: '480p' }] }, 'renditions[0].fileId'],
    ['a bad quality', { renditions: [{ quality: '8k', fileId: randomUUID() }] }, 'renditions[0].quality'],
    [
      'a quality twice',
      {
        renditions: [
          { quality: '4k', fileId: randomUUID() },
          { quality: '4k', fileId: randomUUID() },
        ],
      },
      'renditions',
    ],
  ])('refuses %s', async (_case, change, field) => {
    const answer = await put(fresh('asset'), asset(randomUUID(), change));
    expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.details).toEqual({
      fields: expect.arrayContaining([expect.objectContaining({ field })]),
    });
  });

  it.each(['[]', '"text"', '5', '{', 'null'])('refuses a body of %s', async (body) => {
    expect((await put(fresh('asset'), body)).status).toBe(400);
  });
});
