import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { downloadCompleted, downloadCreated, downloadStarted } from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { downloadFacts } from './download-facts.js';
import { admin, type Person, RunningEntitlements } from './running-entitlements.js';
import { buyer, decide, fresh, ordered, published, expectCountedHistories } from './scenery.js';

describe('store edition, reads', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(async () => {
    await expectCountedHistories(running);
    await running.stop();
  });
  const generate = (person: Person, assetId: string, body?: object, headers?: Record<string, string>) =>
    running.ask('POST', `/downloads/generate/${assetId}`, person, body, headers);

  describe('can-download', () => {
    const ask = (person: Person, assetId: string, headers = {}) =>
      running.ask('GET', `/downloads/can-download/${assetId}`, person, undefined, headers);

    it('says yes, or why not', async () => {
      const { assetId } = await published(running);
      const yes = await ask(await buyer(running, assetId), assetId);
      const no = await ask({ sub: fresh('user') }, assetId);
      expect([yes.status, yes.body]).toEqual([200, { canDownload: true }]);
      expect([no.status, no.body]).toEqual([
        200,
        {
          canDownload: false,
          code: 'NOT_PURCHASED',
          reason: 'You do not have access to download this asset',
        },
      ]);
    });

    it('an unknown asset is 404, a removed one false', async () => {
      const { assetId } = await published(running);
      const person = await buyer(running, assetId);
      await running.ask('DELETE', `/api/v1/assets/${assetId}`, admin);
      expect((await ask(person, fresh('x'))).status).toBe(404);
      expect((await ask(person, assetId)).body).toMatchObject({ canDownload: false, code: 'ASSET_REMOVED' });
    });

    it('is false when the limit is used up; the hourly window does not make it so, nor an own link that is out', async () => {
      const { assetId } = await published(running, { maxDownloads: 1 });
      const person = await buyer(running, assetId);
      for (const expiresIn of [300, 301, 302, 303, 304]) await generate(person, assetId, { expiresIn });
      expect((await generate(person, assetId, { expiresIn: 305 })).status).toBe(409);
      expect((await ask(person, assetId)).body).toEqual({ canDownload: true });
      const other = await buyer(running, assetId);
      await decide(running, { userId: other.sub, assetId, quality: '4k' });
      expect((await ask(other, assetId)).body).toMatchObject({
        canDownload: false,
        code: 'DOWNLOAD_LIMIT_EXCEEDED',
      });
    });

    it.each([
      ['fr', "Vous n'avez pas le droit de télécharger cette ressource"],
      ['zh-CN,en;q=0.5', '您无权下载该资源'],
      ['ru', 'У вас нет доступа к скачиванию этого материала'],
      ['de', 'You do not have access to download this asset'],
    ])('speaks %s, and the code stays', async (accept, reason) => {
      const { assetId } = await published(running);
      const person = { sub: fresh('user') };
      const headers = { 'accept-language': accept };
      expect((await ask(person, assetId, headers)).body).toMatchObject({ code: 'NOT_PURCHASED', reason });
      const refused = await generate(person, assetId, undefined, headers);
      expect(refused.body).toMatchObject({ code: 'NOT_PURCHASED', message: reason });
    });
  });

  describe('history and figures', () => {
    it('lists what the person has downloaded, in any edition, latest first', async () => {
      const person = { sub: fresh('user') };
      const old = await published(running, { title: 'Old' });
      const young = await published(running, { title: 'Young', price: null, access: 'public' });
      await ordered(running, person.sub, old.assetId, { price: { amount: 9.5, currency: 'EUR' } });
      const purchased = running.clock.now().toISOString();
      const begin = (assetId: string | null, begunAt: string, title: string) =>
        running.publish(downloadStarted, {
          ...downloadFacts({ userId: person.sub, assetId, fileId: 'reported.mp4', title }),
          status: 'downloading',
          begunAt,
          reason: 'first-byte',
        });
      await begin(old.assetId, '2026-01-01T10:00:00.000Z', 'Old');
      await begin(old.assetId, '2026-01-02T10:00:00.000Z', 'Old');
      await begin(young.assetId, '2026-01-03T10:00:00.000Z', 'Young');
      await begin(null, '2025-12-01T10:00:00.000Z', 'Reported');
      await running.publish(downloadCreated, {
        ...downloadFacts({ userId: person.sub, assetId: young.assetId }),
        status: 'pending',
        batchId: null,
      });
      const item = { assetCategory: 'Architecture' };
      await eventually(async () => {
        const answer = await running.ask('GET', '/downloads/history', person);
        expect(answer.body).toEqual({
          data: [
            {
              ...item,
              assetId: young.assetId,
              assetTitle: 'Young',
              price: null,
              purchaseDate: null,
              downloadCount: 1,
              lastDownloadAt: '2026-01-03T10:00:00.000Z',
            },
            {
              ...item,
              assetId: old.assetId,
              assetTitle: 'Old',
              price: 9.5,
              purchaseDate: purchased,
              downloadCount: 2,
              lastDownloadAt: '2026-01-02T10:00:00.000Z',
            },
            {
              assetCategory: null,
              assetId: 'reported.mp4',
              assetTitle: 'Reported',
              price: null,
              purchaseDate: null,
              downloadCount: 1,
              lastDownloadAt: '2025-12-01T10:00:00.000Z',
            },
          ],
          meta: { total: 3, page: 1, limit: 20, totalPages: 1 },
        });
      });
      const second = await running.ask('GET', '/api/downloads/history?page=2&limit=2', person);
      expect(second.body).toMatchObject({
        data: [{ assetId: 'reported.mp4' }],
        meta: { total: 3, page: 2, limit: 2, totalPages: 2 },
      });
    });

    it.each(['page=0', 'limit=0', 'limit=101', 'page=x', 'page=1.5'])('refuses %s', async (query) => {
      const answer = await running.ask('GET', `/downloads/history?${query}`, { sub: 'u' });
      expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    });

    it('is for admin and service where it is everybody', async () => {
      for (const path of ['/downloads/admin/all', '/downloads/admin/stats']) {
        expect((await running.ask('GET', path, { sub: 'u' })).status).toBe(403);
        expect((await running.ask('GET', path, { sub: 'u', roles: ['service'] })).status).toBe(200);
        expect((await running.ask('GET', path, null)).body).toMatchObject({
          statusCode: 401,
          error: 'Unauthorized',
          code: 'UNAUTHORIZED',
        });
      }
    });

    it('counts each download once, when it began', async () => {
      const before = (await running.ask('GET', '/downloads/admin/stats', admin)).body;
      const { assetId } = await published(running, { title: 'Counted' });
      const users = [fresh('user'), fresh('user')];
      const begunAt = new Date(running.clock.now().getTime() - 1_000).toISOString();
      const ids = Array.from({ length: 3 }, () => newDownloadId());
      for (const [index, downloadId] of ids.entries()) {
        const facts = {
          ...downloadFacts({ downloadId, userId: users[index % 2] ?? '', assetId, title: 'Counted' }),
          begunAt,
        };
        await running.publish(downloadStarted, { ...facts, status: 'downloading', reason: 'first-byte' });
        await running.publish(downloadCompleted, { ...facts, revision: 2, status: 'completed' });
      }
      await eventually(async () => {
        const { body } = await running.ask('GET', '/downloads/admin/stats', admin);
        const recent = Number(before.recentDownloads30Days) + 3;
        expect(body).toMatchObject({
          totalDownloads: Number(before.totalDownloads) + 3,
          uniqueUsers: Number(before.uniqueUsers) + 2,
          uniqueAssets: Number(before.uniqueAssets) + 1,
          recentDownloads30Days: recent,
          averageDownloadsPerDay: (recent / 30).toFixed(2),
        });
        expect(body.topAssets).toContainEqual({
          assetId,
          title: 'Counted',
          category: 'Architecture',
          price: 29.99,
          downloadCount: 3,
        });
      });
      const all = await running.ask('GET', '/downloads/admin/all?limit=100', admin);
      const rows = (all.body.data as { id: string }[]).filter(({ id }) => ids.includes(id));
      expect(rows).toHaveLength(3);
      expect(Object.keys(rows[0] ?? {})).toEqual(['id', 'userId', 'assetId', 'assetTitle', 'createdAt']);
      expect(all.body.meta).toMatchObject({ page: 1, limit: 100 });
    });
  });
});
