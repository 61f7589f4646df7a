import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { expectLike } from './like.js';
import { TASKS } from './tasks.examples.js';
import {
  type Answer,
  type Asset,
  at,
  fetchLink,
  fresh,
  order,
  type Person,
  publish,
  somebody,
} from './world.js';

const idOf = (answer: Answer) => at<string>(answer, 'data.download.id');
const errorOf = (answer: Answer) => at<string>(answer, 'error.code');

async function create(person: Person, resourceId: string, quality?: string): Promise<Answer> {
  return person.post('/downloads', { resourceId, ...(quality === undefined ? {} : { quality }) });
}

async function completed(person: Person, asset: Asset): Promise<string> {
  const answer = await create(person, asset.id);
  const id = idOf(answer);
  await fetchLink(at<string>(answer, 'data.download.downloadUrl'));
  await eventually(async () => {
    expect(at(await person.get(`/downloads/${id}`), 'data.download.status')).toBe('completed');
  });
  return id;
}

describe('the tasks edition', () => {
  let asset: Asset;
  beforeAll(async () => {
    asset = await publish({ fileName: 'React完整教程视频.zip' });
  });

  describe('POST /downloads', () => {
    it('answers as the document shows', async () => {
      const answer = await create(somebody(), asset.id, 'high');
      expect(answer.status).toBe(201);
      expectLike(answer.body, TASKS.create);
      expect(answer.body).toMatchObject({
        success: true,
        message: '下载任务创建成功',
        data: {
          download: {
            resourceId: asset.id,
            resourceTitle: 'React 完整教程视频',
            fileName: 'React完整教程视频.zip',
            fileSize: asset.file?.bytes.length,
            status: 'pending',
            quality: 'high',
            downloadCount: 1,
            remainingDownloads: 9,
          },
        },
      });
    });

    it('takes medium where no quality is asked for', async () => {
      expect(at(await create(somebody(), asset.id), 'data.download.quality')).toBe('medium');
    });

    it('lets the link live for twelve hours', async () => {
      const download = at<{ expiresAt: string }>(await create(somebody(), asset.id), 'data.download');
      const hours = (Date.parse(download.expiresAt) - Date.now()) / 3_600_000;
      expect(hours).toBeGreaterThan(11.9);
      expect(hours).toBeLessThanOrEqual(12);
    });

    it.each([
      ['no resourceId', {}, 'resourceId'],
      ['a number for an id', { resourceId: 5 }, 'resourceId'],
      ['an id with a slash', { resourceId: 'a/b' }, 'resourceId'],
      ['an unknown quality', { resourceId: 'x', quality: 'ultra' }, 'quality'],
    ])('refuses %s and names the field', async (_, body, field) => {
      const answer = await somebody().post('/downloads', body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ success: false, error: { code: 'VALIDATION_FAILED' } });
      expect(JSON.stringify(answer.body)).toContain(field);
    });

    it('ignores fields it does not know', async () => {
      const answer = await somebody().post('/downloads', {
        resourceId: asset.id,
        colour: 'red',
        user_id: 'other',
      });
      expect(answer.status).toBe(201);
    });

    it('gives back the first answer for a repeated Idempotency-Key', async () => {
      const person = somebody();
      const key = { 'idempotency-key': fresh('key') };
      const first = await person.post('/downloads', { resourceId: asset.id }, key);
      const again = await person.post('/downloads', { resourceId: asset.id }, key);
      expect(again.status).toBe(201);
      expect(again.body).toEqual(first.body);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      const other = await person.post('/downloads', { resourceId: 'another' }, key);
      expect([other.status, errorOf(other)]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    });
  });

  describe('its refusals', () => {
    it('FILE_NOT_AVAILABLE for what nobody published', async () => {
      const answer = await create(somebody(), fresh('nothing'));
      expect([answer.status, errorOf(answer)]).toEqual([404, 'FILE_NOT_AVAILABLE']);
    });

    it('RESOURCE_NOT_PURCHASED without an order', async () => {
      const { id } = await publish({ access: 'purchase' });
      const answer = await create(somebody(), id);
      expect([answer.status, errorOf(answer)]).toEqual([403, 'RESOURCE_NOT_PURCHASED']);
    });

    it('DOWNLOAD_IN_PROGRESS for a second one, naming the first', async () => {
      const person = somebody();
      const first = idOf(await create(person, asset.id));
      const answer = await create(person, asset.id);
      expect([answer.status, errorOf(answer)]).toEqual([409, 'DOWNLOAD_IN_PROGRESS']);
      expect(at(answer, 'error.details.downloadId')).toBe(first);
    });

    it('DOWNLOAD_LIMIT_EXCEEDED past maxDownloads', async () => {
      const person = somebody();
      const limited = await publish({ facts: { maxDownloads: 1 } });
      await completed(person, limited);
      const answer = await create(person, limited.id);
      expect([answer.status, errorOf(answer)]).toEqual([403, 'DOWNLOAD_LIMIT_EXCEEDED']);
    });

    it('INSUFFICIENT_STORAGE for more than the tier holds', async () => {
      const { id } = await publish({ originalSizeBytes: 40 * 1024 ** 3 });
      const answer = await create(somebody(), id);
      expect([answer.status, errorOf(answer)]).toEqual([413, 'INSUFFICIENT_STORAGE']);
    });

    it('DOWNLOAD_NOT_FOUND for an unknown id and for somebody else’s', async () => {
      const foreign = idOf(await create(somebody(), asset.id));
      for (const id of ['dl_00000000000000000000000000000000', 'nonsense', foreign]) {
        const answer = await somebody().get(`/downloads/${id}`);
        expect([answer.status, errorOf(answer)]).toEqual([404, 'DOWNLOAD_NOT_FOUND']);
      }
    });

    it('DOWNLOAD_ALREADY_COMPLETED for whatever would move a completed one', async () => {
      const person = somebody();
      const id = await completed(person, asset);
      for (const action of ['start', 'pause', 'cancel', 'retry']) {
        const answer = await person.post(`/downloads/${id}/${action}`);
        expect([action, answer.status, errorOf(answer)]).toEqual([action, 409, 'DOWNLOAD_ALREADY_COMPLETED']);
      }
    });

    it('speaks the language that is asked for, with the same code', async () => {
      const answer = await somebody().get('/downloads/nonsense', { headers: { 'accept-language': 'fr' } });
      const chinese = await somebody().get('/downloads/nonsense');
      expect(errorOf(answer)).toBe(errorOf(chinese));
      expect(at(chinese, 'error.message')).toBe('下载任务不存在');
      expect(at(answer, 'error.message')).not.toBe(at(chinese, 'error.message'));
    });
  });

  describe('the life of one download', () => {
    it('starts, pauses, resumes with a claim, shows its chunks, completes', async () => {
      const person = somebody();
      const big = await publish({ size: 3 * 1024 * 1024 });
      const id = idOf(await create(person, big.id));

      const start = await person.post(`/downloads/${id}/start`);
      expect(start.status).toBe(200);
      expectLike(start.body, {
        ...TASKS.start,
        data: { download: { ...TASKS.start.data.download, resumeFrom: 0 } },
      });

      const pause = await person.post(`/downloads/${id}/pause`);
      expectLike(pause.body, TASKS.pause);
      expect(pause.body).toMatchObject({ message: '下载已暂停', data: { download: { status: 'paused' } } });

      const resume = await person.post(`/downloads/${id}/start`, { resumeFrom: 1024 * 1024 });
      expectLike(resume.body, TASKS.start);
      expect(at(resume, 'data.download.resumeFrom')).toBe(1024 * 1024);

      const detail = await person.get(`/downloads/${id}`);
      expectLike(detail.body, TASKS.detail);
      expect(at<object[]>(detail, 'data.download.chunks')[0]).toEqual({
        index: 0,
        start: 0,
        end: 1024 * 1024,
        status: 'completed',
      });

      await fetchLink(at<string>(detail, 'data.download.downloadUrl'), `bytes=${String(1024 * 1024)}-`);
      await eventually(async () => {
        const progress = await person.get(`/downloads/${id}/progress`);
        expectLike(progress.body, TASKS.progress);
        expect(progress.body).toMatchObject({ data: { progress: { status: 'completed', progress: 100 } } });
      });
    });

    it('cancels, and says so again', async () => {
      const person = somebody();
      const id = idOf(await create(person, asset.id));
      for (let i = 0; i < 2; i += 1) {
        const answer = await person.post(`/downloads/${id}/cancel`);
        expect([answer.status, answer.body]).toEqual([200, { success: true, message: '下载已取消' }]);
      }
      const retry = await person.post(`/downloads/${id}/retry`);
      expect([retry.status, errorOf(retry)]).toEqual([409, 'INVALID_STATE']);
    });

    it('refuses a resumeFrom past the size', async () => {
      const person = somebody();
      const id = idOf(await create(person, asset.id));
      const answer = await person.post(`/downloads/${id}/start`, { resumeFrom: 64 * 1024 + 1 });
      expect([answer.status, errorOf(answer)]).toEqual([400, 'VALIDATION_FAILED']);
    });

    it('is retried after it failed', async () => {
      const person = somebody();
      const { id: assetId, file } = await publish({ access: 'purchase' });
      const paid = await order(person.id, assetId, 'PAID');
      const id = idOf(await create(person, assetId));
      await order(person.id, assetId, 'REFUNDED', paid);
      await eventually(async () => {
        expect(at(await person.get(`/downloads/${id}`), 'data.download.status')).toBe('failed');
      });
      expect(errorOf(await person.post(`/downloads/${id}/retry`))).toBe('RESOURCE_NOT_PURCHASED');
      await order(person.id, assetId, 'PAID', paid);
      const retry = await person.post(`/downloads/${id}/retry`);
      expect(retry.status).toBe(200);
      expectLike(retry.body, {
        ...TASKS.retry,
        data: { download: { ...TASKS.retry.data.download, error: null } },
      });
      expect(at(retry, 'data.download.retryCount')).toBe(1);
      const url = at<string>(await person.get(`/downloads/${id}`), 'data.download.downloadUrl');
      expect((await fetchLink(url)).bytes.equals(file?.bytes ?? Buffer.alloc(0))).toBe(true);
    });
  });

  describe('GET /downloads', () => {
    it('lists with pagination and statistics', async () => {
      const person = somebody();
      const id = await completed(person, asset);
      const other = await publish();
      await create(person, other.id);
      const answer = await person.get('/downloads?limit=1');
      expect(answer.status).toBe(200);
      expectLike(answer.body, TASKS.list);
      expect(answer.body).toMatchObject({
        data: {
          items: [{ resourceId: other.id }],
          pagination: { page: 1, limit: 1, total: 2, totalPages: 2, hasMore: true },
          statistics: { totalDownloads: 2, completedDownloads: 1, failedDownloads: 0, activeDownloads: 1 },
        },
      });
      const done = await person.get('/downloads?status=completed&resourceType=video');
      expect(at<{ id: string }[]>(done, 'data.items').map((item) => item.id)).toEqual([id]);
    });

    it('takes both days of a span in', async () => {
      const person = somebody();
      await create(person, asset.id);
      const today = new Date().toISOString().slice(0, 10);
      const inside = await person.get(`/downloads?startDate=${today}&endDate=${today}`);
      expect(at(inside, 'data.pagination.total')).toBe(1);
      const before = await person.get('/downloads?endDate=2020-01-01');
      expect(at(before, 'data.pagination.total')).toBe(0);
    });

    it.each(['page=0', 'limit=0', 'limit=101', 'page=x', 'status=lost', 'startDate=yesterday'])(
      'refuses %s',
      async (query) => {
        const answer = await somebody().get(`/downloads?${query}`);
        expect([answer.status, errorOf(answer)]).toEqual([400, 'VALIDATION_FAILED']);
      },
    );
  });

  describe('POST /downloads/batch', () => {
    it('creates what can be created and says what cannot', async () => {
      const person = somebody();
      const second = await publish();
      const answer = await person.post('/downloads/batch', {
        resourceIds: [asset.id, second.id, fresh('nothing')],
        quality: 'high',
        createArchive: true,
      });
      expect(answer.status).toBe(201);
      expectLike(answer.body, TASKS.batch);
      expect(answer.body).toMatchObject({
        message: '批量下载任务创建完成',
        data: {
          downloads: [
            { status: 'created' },
            { status: 'created' },
            { downloadId: null, status: 'failed', error: '资源不存在' },
          ],
          summary: { total: 3, successful: 2, failed: 1, totalSize: 2 * 64 * 1024 },
          archive: { status: 'unavailable' },
        },
      });
      expect(at(answer, 'data.batchId')).toMatch(/^batch_/);
    });

    it.each([[[]], [Array.from({ length: 101 }, (_, i) => `r${String(i)}`)]])(
      'takes 1 to 100 ids',
      async (resourceIds) => {
        const answer = await somebody().post('/downloads/batch', { resourceIds });
        expect([answer.status, errorOf(answer)]).toEqual([400, 'VALIDATION_FAILED']);
      },
    );
  });

  describe('GET /downloads/stats', () => {
    it('answers as the document shows', async () => {
      const person = somebody();
      await completed(person, asset);
      await eventually(async () => {
        const answer = await person.get('/downloads/stats');
        expectLike(answer.body, TASKS.stats);
        expect(answer.body).toMatchObject({
          data: {
            overview: { totalDownloads: 1, completedDownloads: 1, failedDownloads: 0, totalSize: 64 * 1024 },
            typeBreakdown: [{ type: 'video', name: '视频教程', count: 1, percentage: 100 }],
            categoryBreakdown: [{ category: '前端开发', count: 1 }],
          },
        });
      });
    });

    it.each(['day', 'week', 'month', 'year'])('knows the period %s', async (period) => {
      expect((await somebody().get(`/downloads/stats?period=${period}`)).status).toBe(200);
    });

    it('refuses another period', async () => {
      const answer = await somebody().get('/downloads/stats?period=century');
      expect([answer.status, errorOf(answer)]).toEqual([400, 'VALIDATION_FAILED']);
    });
  });

  describe('DELETE /downloads/cleanup', () => {
    it('leaves what is younger than asked for, by body or by query', async () => {
      const person = somebody();
      await completed(person, asset);
      const body = await person.delete('/downloads/cleanup', { olderThan: 30, status: ['completed'] });
      expectLike(body.body, TASKS.cleanup);
      expect(body.body).toMatchObject({
        message: '下载历史清理完成',
        data: { cleanedCount: 0, freedSpace: 0 },
      });
      const query = await person.delete('/downloads/cleanup?olderThan=0&status=completed');
      expect(query.body).toMatchObject({ data: { cleanedCount: 1, freedSpace: 64 * 1024 } });
    });
  });
});
