import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { expectLike } from './like.js';
import { buyer, generate } from './store-buyer.js';
import { STORE } from './store.examples.js';
import { admin, type Asset, at, fetchLink, publish, somebody } from './world.js';

/** Of links that we serve ourselves: nobody sees what a presigned one gave (jest.config.js). */
describe('what the store edition counts', () => {
  let castle: Asset;
  beforeAll(async () => {
    castle = await publish({
      access: 'purchase',
      facts: { title: 'Medieval Castle 3D Model', category: 'Architecture', type: 'model' },
    });
  });

  it('403 from POST /downloads/generate/:assetId past maxDownloads', async () => {
    const limited = await publish({ access: 'public', facts: { maxDownloads: 1 } });
    const person = somebody();
    await fetchLink(at(await generate(person, limited.id), 'url'));
    await eventually(async () => {
      expect((await person.get(`/downloads/can-download/${limited.id}`)).body).toMatchObject({
        canDownload: false,
      });
    });
    const answer = await generate(person, limited.id, { expiresIn: 900 });
    expect([answer.status, at(answer, 'message')]).toEqual([403, 'Maximum downloads exceeded']);
  });

  it('GET /downloads/history lists what was downloaded, latest first', async () => {
    const person = await buyer(castle.id);
    await fetchLink(at(await generate(person, castle.id), 'url'));
    await eventually(async () => {
      const answer = await person.get('/downloads/history?page=1&limit=20');
      expectLike(answer.body, STORE.history);
      expect(answer.body).toMatchObject({
        data: [
          { assetId: castle.id, assetTitle: 'Medieval Castle 3D Model', price: 29.99, downloadCount: 1 },
        ],
        meta: { total: 1, page: 1, limit: 20, totalPages: 1 },
      });
    });
    expect((await person.get('/downloads/history?limit=101')).status).toBe(400);
  });

  it('keeps the admin figures for admins', async () => {
    const person = await buyer(castle.id);
    await fetchLink(at(await generate(person, castle.id), 'url'));
    for (const path of ['all', 'stats'])
      expect((await person.get(`/downloads/admin/${path}`)).status).toBe(403);
    await eventually(async () => {
      const all = await admin.get('/downloads/admin/all?page=1&limit=50');
      expectLike(all.body, STORE.adminAll);
      expect(at<{ userId: string }[]>(all, 'data').some((row) => row.userId === person.id)).toBe(true);
      const stats = await admin.get('/downloads/admin/stats');
      expectLike(stats.body, STORE.adminStats);
      expect(at(stats, 'averageDownloadsPerDay')).toMatch(/^\d+\.\d\d$/);
    });
  });
});
