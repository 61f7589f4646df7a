import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, uuidv7 } from '@waybill/kernel';
import { ServiceFixture } from './service.fixture.js';
import { offlineCalls, refusal } from './offline-calls.js';

const service = new ServiceFixture();
beforeAll(() => service.start(), 60_000);
afterAll(() => service.stop(), 60_000);
const { ask, publishAsset, start } = offlineCalls(service);

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const iso = expect.stringMatching(ISO) as unknown as string;

describe('1.1 start', () => {
  it('answers 201 with the download and its link', async () => {
    const contentId = publishAsset({ size: 536_870_912 });
    const { status, body, headers } = await start({ content_id: contentId });
    const { id } = body.download;
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      success: true,
      message: 'Download started',
      download: {
        id: expect.stringMatching(/^dl_[0-9a-f]{32}$/),
        user_id: 'ada',
        content_id: contentId,
        status: 'pending',
        quality: '720p',
        progress: 0,
        file_size_bytes: '536870912',
        downloaded_bytes: '0',
        expires_at: iso,
        created_at: iso,
        download_url: expect.stringContaining(`/${id}?`),
        url_expires_at: iso,
      },
    });
    const kept = Date.parse(body.download.expires_at) - Date.parse(body.download.created_at);
    expect(kept).toBe(30 * DAY);
  });

  it.each([
    [{ content_id: 7 }, 'Invalid content_id'],
    [{ content_id: 'no spaces' }, 'Invalid content_id'],
    [{ content_id: 'x', quality: '8k' }, 'Invalid quality'],
    [{ content_id: 'x', quality: null }, 'Invalid quality'],
  ])('refuses %j', async (body, message) => {
    const answer = await start(body);
    expect([answer.status, answer.body]).toEqual([400, refusal('VALIDATION_FAILED', message)]);
  });

  it.each([[undefined], [{}], [{ content_id: null }], [{ quality: '720p' }]])(
    'refuses %j, which tells nothing, in the words of both documents',
    async (sent) => {
      const { status, body } = await ask('POST', '/api/downloads/start', { body: sent });
      const missing = 'Missing content_id';
      expect([status, body]).toEqual([400, { ...refusal('VALIDATION_FAILED', missing), detail: missing }]);
    },
  );

  it('takes a body with both ids for its own', async () => {
    const { status, body } = await start({ content_id: publishAsset(), file_id: 'f1' });
    expect([status, body.message]).toEqual([201, 'Download started']);
  });

  it('leaves a body with a file_id alone to the tracking edition, its errors too', async () => {
    const file = { user_id: 'ada', file_id: uuidv7(), file_name: 'report.pdf', file_size_bytes: 1 };
    const tracked = await start(file);
    expect([tracked.status, 'download' in tracked.body]).toEqual([200, false]);
    const refused = await start({ file_id: file.file_id });
    expect([refused.status, Object.keys(refused.body).toSorted()]).toEqual([400, ['code', 'detail']]);
  });

  it('knows no such content', async () => {
    const { status, body } = await start({ content_id: 'nothing' });
    expect([status, body]).toEqual([404, refusal('ASSET_NOT_FOUND', 'Content not found')]);
  });

  it('asks for a subscription', async () => {
    const contentId = publishAsset({ refusal: { kind: 'forbidden', code: 'SUBSCRIPTION_REQUIRED' } });
    const { status, body } = await start({ content_id: contentId });
    expect([status, body]).toEqual([403, refusal('SUBSCRIPTION_REQUIRED', 'Premium subscription required')]);
  });

  it('names the download that exists already', async () => {
    const contentId = publishAsset();
    const first = await start({ content_id: contentId });
    const { status, body } = await start({ content_id: contentId, quality: '720p' });
    expect([status, body]).toEqual([
      409,
      {
        ...refusal('DOWNLOAD_IN_PROGRESS', 'Download already exists'),
        download: { id: first.body.download.id },
      },
    ]);
  });

  it('says how much room is missing', async () => {
    const { status, body } = await start(
      { content_id: publishAsset({ size: 6 * 1024 ** 3 }) },
      { as: 'full' },
    );
    expect([status, body]).toEqual([
      413,
      {
        ...refusal('INSUFFICIENT_STORAGE', 'Insufficient storage space'),
        required_bytes: '6442450944',
        remaining_storage_bytes: '5368709120',
        total_storage_bytes: '5368709120',
      },
    ]);
  });

  it('answers an Idempotency-Key with the same again', async () => {
    const headers = { 'idempotency-key': uuidv7() };
    const body = { content_id: publishAsset() };
    const [first, again] = [await start(body, { headers }), await start(body, { headers })];
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it.each([
    ['480p', '300'],
    ['720p', '600'],
    ['1080p', '1000'],
    ['4k', '2000'],
  ])('weighs %s of what is hosted elsewhere by its multiplier, without a link', async (quality, bytes) => {
    const contentId = publishAsset({ size: null, originalSizeBytes: 1000 });
    const { body } = await start({ content_id: contentId, quality });
    expect(body.download).toMatchObject({
      quality,
      file_size_bytes: bytes,
      download_url: null,
      url_expires_at: null,
    });
  });
});
