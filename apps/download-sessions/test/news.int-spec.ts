import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assetPublished, assetRemoved, fileRemoved, grantRevoked, userErased } from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { fileOf } from './entitlements.server.js';
import { ServiceFixture } from './service.fixture.js';
import { showing } from './shown-download.js';

const service = new ServiceFixture();
beforeAll(() => service.start(), 60_000);
afterAll(() => service.stop(), 60_000);
const detail = showing(service);

const at = () => new Date().toISOString();

describe('news of others', () => {
  it('a removed file fails the live downloads of it, and no other', async () => {
    const live = await service.create({ assetId: 'gone' });
    const done = await service.create({ assetId: 'gone' }, { as: 'dan' });
    await service.serve({ downloadId: done, assetId: 'gone', ranges: [{ start: 0, end: 1000 }] });
    await eventually(async () => expect((await detail(done, 'dan')).status).toBe('completed'));
    await service.publish(fileRemoved, { fileId: fileOf('gone').fileId, removedAt: at() });
    await eventually(async () =>
      expect(await detail(live)).toMatchObject({ status: 'failed', error: '文件已被删除' }),
    );
    expect((await detail(done, 'dan')).status).toBe('completed');
  });

  it('a revoked grant fails what it is about, under any of its names', async () => {
    const id = await service.create({ assetId: 'refund' });
    await service.publish(grantRevoked, {
      userId: 'ada',
      assetId: 'refund',
      downloadIds: [id, newDownloadId()],
      reason: 'refunded',
      revokedAt: at(),
    });
    await eventually(async () => expect((await detail(id)).status).toBe('failed'));
    expect((await service.factsOf(id)).at(-1)?.data).toMatchObject({ reason: 'revoked' });
  });

  it('older news of an asset changes nothing', async () => {
    const facts = {
      category: null,
      vendor: null,
      thumbnail: null,
      price: null,
      maxDownloads: null,
      renditions: [],
      originalSizeBytes: null,
    };
    const published = (title: string, publishedAt: string) => ({
      assetId: 'news',
      title,
      type: 'video',
      access: 'public' as const,
      ...facts,
      publishedAt,
    });
    await service.publish(
      assetPublished,
      published('new', '2026-01-02T00:00:00.000Z'),
      published('old', '2026-01-01T00:00:00.000Z'),
    );
    await service.publish(assetRemoved, { assetId: 'news', removedAt: '2026-01-03T00:00:00.000Z' });
    await eventually(async () => {
      const rows = await service.database.query<unknown[]>(
        `SELECT title FROM catalogue WHERE asset_id = 'news' AND removed_at IS NOT NULL`,
      );
      expect(rows).toEqual([{ title: 'new' }]);
    });
  });

  it('an erased person leaves no row, and his live downloads end', async () => {
    const live = await service.create({ assetId: 'forget' }, { as: 'eli' });
    const done = await service.create({ assetId: 'forgotten' }, { as: 'eli' });
    await service.serve({
      downloadId: done,
      assetId: 'forgotten',
      userId: 'eli',
      ranges: [{ start: 0, end: 1000 }],
    });
    await eventually(async () => expect((await detail(done, 'eli')).status).toBe('completed'));
    const started = await service.ask('POST', '/api/downloads/start', {
      as: 'eli',
      body: { user_id: 'eli', file_id: 'f', file_name: 'f.pdf', file_size_bytes: 5 },
    });
    expect(started.status).toBe(200);
    await service.publish(userErased, { userId: 'eli', erasedAt: at() });
    await eventually(async () => {
      for (const table of ['downloads', 'download_counts', 'download_places'])
        expect(await service.database.query(`SELECT 1 FROM ${table} WHERE user_id = 'eli'`)).toEqual([]);
    });
    expect(await service.eventsOf(live)).toEqual(['created', 'cancelled', 'deleted']);
    expect(await service.eventsOf(done)).toEqual(['created', 'started', 'completed', 'deleted']);
    expect((await service.factsOf(live)).at(1)?.data.reason).toBe('erased');
    expect(await service.eventsOf(started.body.download_id)).toEqual(['created', 'started', 'cancelled']);
  });

  it('a link from before the erasure brings no row back; one from after it does', async () => {
    const early = newDownloadId();
    await service.publish(userErased, { userId: 'eve', erasedAt: at() });
    await eventually(async () =>
      expect(
        await service.database.query('SELECT 1 FROM erasures WHERE person_digest = sha256($1)', ['eve']),
      ).toHaveLength(1),
    );
    const late = newDownloadId();
    for (const downloadId of [early, late])
      await service.serve({
        downloadId,
        assetId: downloadId === early ? 'before' : 'after',
        userId: 'eve',
        origin: 'store',
        ranges: [{ start: 0, end: 10 }],
      });
    await eventually(async () => expect(await service.eventsOf(late)).toEqual(['created', 'started']));
    expect(await service.eventsOf(early)).toEqual([]);
  });
});
