import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { downloadPaused, grantIssued } from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { downloadFacts } from './download-facts.js';
import { admin, peer, RunningEntitlements } from './running-entitlements.js';
import { buyer, decide, fresh, published, storedFile } from './scenery.js';

describe('links and file access', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(() => running.stop());

  it('issues a fresh link for the file that a download is bound to, even where the asset offers another now', async () => {
    const { assetId, fileId } = await published(running, { maxDownloads: 1 });
    const { sub: userId } = await buyer(running, assetId);
    const downloadId = newDownloadId();
    await decide(running, { userId, assetId, downloadId });
    const other = storedFile(running);
    const renditions = [{ quality: 'original', fileId: other }];
    const change = { title: 'Castle', type: 'model', access: 'purchase', maxDownloads: 1, renditions };
    expect((await running.ask('PUT', `/api/v1/assets/${assetId}`, admin, change)).status).toBe(200);
    const body = {
      downloadId,
      userId,
      assetId,
      fileId,
      fileName: 'castle.zip',
      etag: '"e"',
      quality: '720p',
      generation: 2,
      origin: 'tasks',
      tier: 'free',
    };
    const answer = await running.ask('POST', '/internal/links', peer, body);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      url: expect.stringContaining(`/api/v1/files/${fileId}/download?token=`),
      expiresAt: expect.any(String),
      grantId: expect.any(String),
    });
    await eventually(() => {
      const issued = running.published(grantIssued).filter((event) => event.userId === userId);
      expect(issued.map(({ generation, carrier }) => [generation, carrier])).toEqual([
        [1, 'ticket'],
        [2, 'ticket'],
      ]);
    });
  });

  describe('file-access', () => {
    const ask = (userId: string, fileId: string) =>
      running.ask('POST', '/internal/file-access', peer, { fileId, userId, tier: 'free' });

    it('lets a bearer token have what an asset lets him have, counted as one download', async () => {
      const { assetId, fileId } = await published(running, { maxDownloads: 1 });
      const { sub: userId } = await buyer(running, assetId);
      const mine = await ask(userId, fileId);
      expect([mine.status, mine.body]).toEqual([
        200,
        {
          allowed: true,
          downloadId: expect.stringMatching(/^dl_[0-9a-f]{32}$/),
          generation: 1,
          assetId,
          quality: null,
        },
      ]);
      expect((await ask(userId, fileId)).body).toEqual(mine.body);
      expect((await decide(running, { userId, assetId })).body.code).toBe('DOWNLOAD_LIMIT_EXCEEDED');
    });

    it('refuses whom no asset lets in', async () => {
      const { assetId, fileId } = await published(running);
      const { sub: userId } = await buyer(running, assetId);
      const others = await ask(fresh('user'), fileId);
      expect([others.status, others.body.code]).toEqual([403, 'NOT_PURCHASED']);
      const unknown = await ask(userId, storedFile(running));
      expect([unknown.status, unknown.body.code]).toEqual([404, 'FILE_NOT_AVAILABLE']);
    });

    it('lets him in by any asset that offers the file', async () => {
      const { fileId } = await published(running);
      const open = fresh('asset');
      const renditions = [{ quality: '1080p', fileId }];
      const body = { title: 'Open', type: 'model', access: 'public', renditions };
      await running.ask('PUT', `/api/v1/assets/${open}`, admin, body);
      expect((await ask(fresh('user'), fileId)).body).toMatchObject({ assetId: open, quality: '1080p' });
    });

    it('names his live download of it, a paused one by its next generation', async () => {
      const { assetId, fileId } = await published(running);
      const { sub: userId } = await buyer(running, assetId);
      const facts = downloadFacts({ userId, assetId, fileId, status: 'paused', generation: 2 });
      await running.publish(downloadPaused, { ...facts, reason: 'requested' });
      await eventually(async () => {
        expect((await ask(userId, fileId)).body).toMatchObject({
          downloadId: facts.downloadId,
          generation: 3,
        });
      });
    });
  });
});
