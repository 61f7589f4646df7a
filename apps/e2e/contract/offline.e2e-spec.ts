import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { expectLike } from './like.js';
import { OFFLINE } from './offline.examples.js';
import { type Asset, at, fetchLink, fresh, type Person, publish, send, somebody } from './world.js';

const GIB = 1024 ** 3;
const start = (person: Person, contentId: string, quality?: string) =>
  person.post('/api/downloads/start', {
    content_id: contentId,
    ...(quality === undefined ? {} : { quality }),
  });

async function completed(person: Person, asset: Asset): Promise<string> {
  const download = at<{ id: string; download_url: string }>(await start(person, asset.id), 'download');
  await fetchLink(download.download_url);
  await eventually(async () => {
    const answer = await person.get(`/api/downloads/${download.id}/progress`);
    expect(answer.body).toMatchObject({ download: { status: 'completed', progress: 100 } });
  });
  return download.id;
}

describe('the offline edition', () => {
  let movie: Asset;
  beforeAll(async () => {
    movie = await publish({ fileName: 'movie.mp4', facts: { title: 'The Dark Knight', type: 'movie' } });
  });

  describe('1.1 POST /api/downloads/start', () => {
    it('answers as the document shows', async () => {
      const person = somebody();
      const answer = await start(person, movie.id, '1080p');
      expect(answer.status).toBe(201);
      expectLike(answer.body, OFFLINE.start);
      expect(answer.body).toMatchObject({
        success: true,
        message: 'Download started',
        download: {
          user_id: person.id,
          content_id: movie.id,
          status: 'pending',
          quality: '1080p',
          progress: 0,
          file_size_bytes: String(64 * 1024),
          downloaded_bytes: '0',
        },
      });
      expect(at(answer, 'download.download_url')).toMatch(/^http/);
      expect(at(answer, 'download.url_expires_at')).toMatch(/Z$/);
    });

    it.each([
      ['free', 30],
      ['premium', 45],
      ['family', 60],
    ])('keeps the copy of a %s account %d days', async (tier, days) => {
      const answer = await start(somebody({ tier }), movie.id);
      const kept =
        (Date.parse(at(answer, 'download.expires_at')) - Date.parse(at(answer, 'download.created_at'))) /
        86_400_000;
      expect(kept).toBeCloseTo(days, 3);
      expect(at(answer, 'download.quality')).toBe('720p');
    });

    it('refuses a body that names neither content nor file', async () => {
      const answer = await somebody().post('/api/downloads/start', {});
      expect(answer.status).toBe(400);
    });

    it.each([
      ['an unknown quality', { content_id: 'x', quality: '8k' }],
      ['a wrong type', { content_id: 7 }],
    ])('refuses %s', async (_, body) => {
      const answer = await somebody().post('/api/downloads/start', body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ success: false });
    });

    it('404 Content not found, 403 Premium subscription required, 409, 413', async () => {
      const person = somebody();
      const missing = await start(person, fresh('none'));
      expect([missing.status, at(missing, 'message')]).toEqual([404, 'Content not found']);

      const premium = await publish({ access: 'subscription' });
      const denied = await start(person, premium.id);
      expect([denied.status, at(denied, 'message')]).toEqual([403, 'Premium subscription required']);
      expect((await start(somebody({ tier: 'premium' }), premium.id)).status).toBe(201);

      const first = await start(person, movie.id);
      const second = await start(person, movie.id);
      expect([second.status, at(second, 'message')]).toEqual([409, 'Download already exists']);
      expect(at(second, 'download.id')).toBe(at(first, 'download.id'));

      const huge = await publish({ originalSizeBytes: 20 * GIB });
      const refused = await start(person, huge.id);
      expect([refused.status, at(refused, 'message')]).toEqual([413, 'Insufficient storage space']);
    });
  });

  describe('an asset that is hosted elsewhere', () => {
    it.each([
      ['480p', 0.3],
      ['720p', 0.6],
      ['1080p', 1],
      ['4k', 2],
    ])('counts %s as %d of the original, rounded up', async (quality, factor) => {
      const hosted = await publish({ originalSizeBytes: 1_000_001 });
      const answer = await start(somebody(), hosted.id, quality);
      expect(at(answer, 'download.file_size_bytes')).toBe(String(Math.ceil((1_000_001 * factor * 10) / 10)));
      expect(at(answer, 'download.download_url')).toBeNull();
    });

    it('lets the client report its progress, and only there', async () => {
      const person = somebody();
      const hosted = await publish({ originalSizeBytes: 1000 });
      const id = at<string>(await start(person, hosted.id, '1080p'), 'download.id');
      const half = await person.patch(`/api/downloads/${id}/progress`, { downloaded_bytes: 500 });
      expect(half.body).toMatchObject({
        success: true,
        download: { status: 'downloading', progress: 50, downloaded_bytes: '500' },
      });
      const whole = await person.patch(`/api/downloads/${id}/progress`, { downloaded_bytes: 1000 });
      expect(whole.body).toMatchObject({ download: { status: 'completed', progress: 100 } });

      const stored = at<string>(await start(person, movie.id), 'download.id');
      expect((await person.patch(`/api/downloads/${stored}/progress`, { downloaded_bytes: 5 })).status).toBe(
        409,
      );
    });
  });

  it('1.2 lists with the content embedded', async () => {
    const person = somebody();
    const id = await completed(person, movie);
    const answer = await person.get('/api/downloads?page=1&take=20&status=completed');
    expect(answer.status).toBe(200);
    expectLike(answer.body, OFFLINE.list);
    expect(answer.body).toMatchObject({
      downloads: [
        {
          id,
          status: 'completed',
          progress: 100,
          downloaded_bytes: String(64 * 1024),
          content: { id: movie.id, title: 'The Dark Knight', content_type: 'movie', is_premium: false },
        },
      ],
      pagination: { page: 1, take: 20, total: 1, totalPages: 1 },
    });
    for (const query of ['take=101', 'take=0', 'page=0', 'status=nope', 'take=x']) {
      expect([query, (await person.get(`/api/downloads?${query}`)).status]).toEqual([query, 400]);
    }
  });

  it('1.3 to 1.7 progress, pause, resume, cancel, delete', async () => {
    const person = somebody();
    const id = at<string>(await start(person, movie.id), 'download.id');

    const progress = await person.get(`/api/downloads/${id}/progress`);
    expectLike(progress.body, OFFLINE.progress);

    const pause = await person.patch(`/api/downloads/${id}/pause`);
    expectLike(pause.body, OFFLINE.pause);
    expect(pause.body).toMatchObject({ message: 'Download paused', download: { status: 'paused' } });

    const resume = await person.patch(`/api/downloads/${id}/resume`);
    expectLike(resume.body, OFFLINE.resume);
    expect(resume.body).toMatchObject({ message: 'Download resumed', download: { status: 'downloading' } });
    expect(at(resume, 'download.download_url')).toMatch(/^http/);

    const cancel = await person.delete(`/api/downloads/${id}`);
    expectLike(cancel.body, OFFLINE.cancel);

    const deleted = await person.delete(`/api/downloads/${id}/delete`);
    expectLike(deleted.body, OFFLINE.delete);
    expect((await person.delete(`/api/downloads/${id}/delete`)).status).toBe(404);
  });

  it('answers for what is not there, or not his', async () => {
    const foreign = at<string>(await start(somebody(), movie.id), 'download.id');
    for (const id of [foreign, 'nonsense']) {
      const answer = await somebody().get(`/api/downloads/${id}/progress`);
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject(OFFLINE.notFound);
    }
  });

  it('1.8 cleans up', async () => {
    const person = somebody();
    await completed(person, movie);
    const answer = await person.post('/api/downloads/cleanup', { type: 'old' });
    expectLike(answer.body, OFFLINE.cleanup);
    expect(answer.body).toMatchObject({
      message: 'Cleanup completed - deleted 0 downloads',
      freed_storage: '0 B',
      freed_storage_bytes: '0',
    });
    expect((await person.post('/api/downloads/cleanup', { type: 'everything' })).status).toBe(400);
  });

  describe('storage', () => {
    it('2.1 and 3.2 show what is used, with what is reserved apart', async () => {
      const person = somebody({ tier: 'premium' });
      await start(person, movie.id);
      const usage = await person.get('/api/downloads/storage/usage');
      expectLike(usage.body, OFFLINE.usage);
      expect(usage.body).toMatchObject({
        storage: {
          tier: 'premium',
          total_storage: '50 GB',
          total_storage_bytes: '53687091200',
          used_storage: '64 KB',
          used_storage_bytes: '65536',
          reserved_storage_bytes: '65536',
        },
      });
      const quota = await person.get('/api/storage/quota');
      expectLike(quota.body, OFFLINE.quota);
    });

    it('2.2 counts the downloads by state', async () => {
      const person = somebody();
      await completed(person, movie);
      await eventually(async () => {
        const answer = await person.get('/api/downloads/storage/info');
        expectLike(answer.body, OFFLINE.info);
        expect(answer.body).toMatchObject({
          downloads_summary: { pending: 0, downloading: 0, completed: 1, paused: 0, failed: 0, cancelled: 0 },
        });
        expect(at(answer, 'oldest_download')).toMatch(/Z$/);
      });
    });

    it('3.1 tells the tiers to everybody', async () => {
      const answer = await send('/api/storage/tiers');
      expect(answer.status).toBe(200);
      expectLike(answer.body, OFFLINE.tiers);
      expect(answer.body).toMatchObject({
        tiers: {
          free: { storage_gb: 5, storage_bytes: '5368709120', description: 'Basic storage for casual users' },
          premium: {
            storage_gb: 50,
            features: ['50 GB storage', 'Download multiple titles', '45-day auto-delete'],
          },
          family: { storage_gb: 100, storage_bytes: '107374182400' },
        },
      });
    });

    it('3.3 gives the same by both paths', async () => {
      const person = somebody();
      const quick = await person.get('/api/storage/quota/remaining');
      const alias = await person.get('/api/downloads/storage/remaining');
      expectLike(quick.body, OFFLINE.remaining);
      expect(alias.body).toEqual(quick.body);
      expect(quick.body).toMatchObject({ tier: 'free', remaining_percent: 100 });
    });

    it('3.4 initializes once', async () => {
      const person = somebody();
      const first = await person.post('/api/storage/quota/initialize', { tier: 'free' });
      expect(first.status).toBe(201);
      expectLike(first.body, OFFLINE.initialize);
      expect((await person.post('/api/storage/quota/initialize')).status).toBe(200);
    });

    it('lets nobody give himself a tier', async () => {
      const person = somebody();
      for (const path of ['initialize', 'upgrade']) {
        const answer = await person.post(`/api/storage/quota/${path}`, { tier: 'family' });
        expect([answer.status, at(answer, 'message')]).toEqual([403, 'Premium subscription required']);
      }
    });

    it('3.5 upgrades who may', async () => {
      const person = somebody({ tier: 'premium' });
      await person.post('/api/storage/quota/initialize', { tier: 'free' });
      const answer = await person.post('/api/storage/quota/upgrade', { tier: 'premium' });
      expect(answer.status).toBe(200);
      expectLike(answer.body, OFFLINE.upgrade);
      expect(answer.body).toMatchObject({
        message: 'Storage upgraded to premium',
        quota: { tier: 'premium' },
      });
      expect((await person.post('/api/storage/quota/upgrade', {})).status).toBe(400);
    });

    it('3.6 keeps settings within their bounds', async () => {
      const person = somebody();
      const settings = { auto_delete_enabled: true, auto_delete_days: 45, notification_threshold: 75 };
      const answer = await person.patch('/api/storage/quota/settings', settings);
      expectLike(answer.body, OFFLINE.settings);
      expect(answer.body).toMatchObject({ quota: settings });
      for (const wrong of [
        { auto_delete_days: 0 },
        { auto_delete_days: 366 },
        { notification_threshold: 101 },
        { auto_delete_enabled: 'yes' },
      ]) {
        expect((await person.patch('/api/storage/quota/settings', wrong)).status).toBe(400);
      }
    });
  });
});
