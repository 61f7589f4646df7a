import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MIB } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { ServiceFixture } from './service.fixture.js';

const service = new ServiceFixture();
beforeAll(() => service.start(), 60_000);
afterAll(() => service.stop(), 60_000);

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('create', () => {
  it('answers as the document shows it', async () => {
    service.entitlements.assets.set('res_1', { assetId: 'res_1', size: 5000, title: 'React 完整教程视频' });
    const { status, body, headers } = await service.ask('POST', '/downloads', {
      body: { resourceId: 'res_1', quality: 'high', unknown: 1 },
    });
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      success: true,
      data: {
        download: {
          id: expect.stringMatching(/^dl_[0-9a-f]{32}$/),
          resourceId: 'res_1',
          resourceTitle: 'React 完整教程视频',
          fileName: 'res_1.mp4',
          fileSize: 5000,
          downloadUrl: expect.stringContaining('token='),
          status: 'pending',
          quality: 'high',
          expiresAt: expect.stringMatching(ISO),
          createdAt: expect.stringMatching(ISO),
          downloadCount: 1,
          remainingDownloads: 9,
        },
      },
      message: '下载任务创建成功',
    });
  });

  it.each([
    ['en', 'Download task created'],
    ['fr', 'Téléchargement créé'],
    ['ru', 'Загрузка создана'],
  ])('speaks %s', async (language, message) => {
    service.entitlements.assets.set(`in-${language}`, { assetId: `in-${language}`, size: 1 });
    const answer = await service.ask('POST', '/downloads', {
      body: { resourceId: `in-${language}` },
      headers: { 'accept-language': language },
    });
    expect(answer.body.message).toBe(message);
  });

  it('takes the default quality, and knows an asset that is hosted elsewhere', async () => {
    const id = await service.create({ assetId: 'elsewhere', size: null, originalSizeBytes: 101 });
    const { body } = await service.ask('GET', `/downloads/${id}`);
    expect(body.data.download).toMatchObject({
      quality: 'medium',
      downloadUrl: null,
      expiresAt: null,
      fileSize: 61,
      accuracy: 'reported',
    });
    const started = await service.ask('POST', `/downloads/${id}/start`);
    expect(started.body.data.download).toMatchObject({ status: 'downloading', downloadUrl: null });
  });

  it('replays an Idempotency-Key and refuses another body under it', async () => {
    service.entitlements.assets.set('once', { assetId: 'once', size: 1 });
    const ask = { body: { resourceId: 'once' }, headers: { 'idempotency-key': 'k-1' } };
    const first = await service.ask('POST', '/downloads', ask);
    const again = await service.ask('POST', '/downloads', ask);
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    const other = await service.ask('POST', '/downloads', { ...ask, body: { resourceId: 'other' } });
    expect([other.status, other.body.error.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});

describe('a download', () => {
  it('is fetched, cut, paused, resumed and completed', async () => {
    const id = await service.create({ assetId: 'whole' });
    await service.serve({
      downloadId: id,
      assetId: 'whole',
      ranges: [{ start: 0, end: 400 }],
      outcome: 'aborted',
    });
    await eventually(async () => {
      const { body } = await service.ask('GET', `/downloads/${id}/progress`);
      expect(body.data.progress).toMatchObject({
        status: 'downloading',
        downloaded: 400,
        progress: 40,
        fileSize: 1000,
        speed: 4000,
        remainingTime: 1,
      });
      expect(body.data.progress.eta).toMatch(ISO);
    });
    const paused = await service.ask('POST', `/downloads/${id}/pause`);
    expect(paused.body).toMatchObject({
      data: { download: { id, status: 'paused', downloaded: 400 } },
      message: '下载已暂停',
    });
    const resumed = await service.ask('POST', `/downloads/${id}/start`, { body: { resumeFrom: 400 } });
    expect(resumed.body).toMatchObject({
      data: { download: { id, status: 'downloading', resumeFrom: 400 } },
      message: '下载已开始',
    });
    expect(service.entitlements.links.at(-1)).toEqual({ downloadId: id, generation: 2 });
    await service.serve({
      downloadId: id,
      assetId: 'whole',
      generation: 2,
      ranges: [{ start: 400, end: 1000 }],
    });
    await eventually(async () => {
      const { body } = await service.ask('GET', `/downloads/${id}`);
      expect(body.data.download).toMatchObject({
        status: 'completed',
        progress: 100,
        accuracy: 'observed',
        speed: 0,
        remainingTime: 0,
      });
      expect(body.data.download.chunks).toEqual([{ index: 0, start: 0, end: 1000, status: 'completed' }]);
    });
    expect(await service.eventsOf(id)).toEqual(['created', 'started', 'paused', 'resumed', 'completed']);
  });

  it('says nothing twice: repeats answer 200 and publish nothing', async () => {
    const id = await service.create({ assetId: 'repeats' });
    for (const call of ['start', 'start', 'pause', 'pause', 'cancel', 'cancel'])
      expect((await service.ask('POST', `/downloads/${id}/${call}`)).status).toBe(200);
    expect(await service.eventsOf(id)).toEqual(['created', 'started', 'paused', 'cancelled']);
    const revisions = (await service.factsOf(id)).map(({ data }) => data.revision);
    expect(new Set(revisions).size).toBe(revisions.length);
  });

  it('gives a fresh link with each start', async () => {
    const id = await service.create({ assetId: 'fresh' });
    const first = await service.ask('POST', `/downloads/${id}/start`);
    const second = await service.ask('POST', `/downloads/${id}/start`);
    expect(second.body.data.download.downloadUrl).not.toBe(first.body.data.download.downloadUrl);
    const { body } = await service.ask('GET', `/downloads/${id}`);
    expect(body.data.download.downloadUrl).toBe(second.body.data.download.downloadUrl);
  });

  it('is retried five times', async () => {
    const id = await service.create({ assetId: 'retried' });
    for (let count = 1; count <= 5; count += 1) {
      await fail(id);
      const { status, body } = await service.ask('POST', `/downloads/${id}/retry`);
      expect([status, body]).toMatchObject([
        200,
        { data: { download: { id, status: 'pending', error: null, retryCount: count } } },
      ]);
      expect(service.quotas.held.get(id)?.generation).toBe(count + 1);
    }
    await fail(id);
    const { status, body } = await service.ask('POST', `/downloads/${id}/retry`);
    expect([status, body.error.code]).toEqual([409, 'INVALID_STATE']);
  });

  it('shows chunks of 1 MiB, and their state', async () => {
    const id = await service.create({ assetId: 'chunks', size: 3 * MIB });
    const ranges = [{ start: 0, end: MIB + 5 }];
    await service.serve({ downloadId: id, assetId: 'chunks', size: 3 * MIB, ranges, outcome: 'running' });
    await eventually(async () => {
      const { body } = await service.ask('GET', `/downloads/${id}`);
      const states = body.data.download.chunks.map(({ status }: { status: string }) => status);
      expect(states).toEqual(['completed', 'downloading', 'pending']);
    });
  });
});

async function fail(id: string): Promise<void> {
  const { grantRevoked } = await import('@waybill/contracts');
  const revokedAt = new Date().toISOString();
  await service.publish(grantRevoked, {
    userId: 'ada',
    assetId: 'retried',
    downloadIds: [id],
    reason: 'refunded',
    revokedAt,
  });
  await eventually(async () => {
    const { body } = await service.ask('GET', `/downloads/${id}`);
    expect(body.data.download).toMatchObject({ status: 'failed', error: '下载权限已被撤销' });
  });
}
