import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { quotaChanged } from '@waybill/contracts';
import { DAY, newDownloadId, uuidv7 } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { type FakeAsset } from './entitlements.server.js';
import { type Answered, type Ask, ServiceFixture } from './service.fixture.js';

const service = new ServiceFixture();
beforeAll(() => service.start(), 60_000);
afterAll(() => service.stop(), 60_000);

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const iso = expect.stringMatching(ISO) as unknown as string;

function publishAsset(change: Partial<FakeAsset> = {}): string {
  const assetId = uuidv7();
  service.entitlements.assets.set(assetId, {
    assetId,
    title: 'The Dark Knight',
    type: 'movie',
    size: 1000,
    ...change,
  });
  return assetId;
}

interface Shown {
  readonly id: string;
  readonly content_id: string;
  readonly status: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly downloaded_bytes: string;
}

/** Every field that an answer of this edition may have, as far as a test reads it by name. */
interface Body {
  readonly message: string;
  readonly code: string;
  readonly download: Shown;
  readonly downloads: readonly Shown[];
  readonly pagination: object;
  readonly freed_storage: string;
}

const ask = async (method: string, path: string, options: Ask = {}): Promise<Answered<Body>> =>
  (await service.ask(method, path, options)) as Answered<unknown> as Answered<Body>;

const start = (body: unknown, options: Ask = {}) => ask('POST', '/api/downloads/start', { ...options, body });

async function started(change: Partial<FakeAsset> = {}, options: Ask = {}): Promise<string> {
  const { body } = await start({ content_id: publishAsset(change) }, options);
  return body.download.id;
}

async function completed(options: Ask = {}): Promise<string> {
  const id = await started({ size: null, originalSizeBytes: 1000 }, options);
  await ask('PATCH', `/api/downloads/${id}/progress`, { ...options, body: { downloaded_bytes: '600' } });
  return id;
}

const refusal = (code: string, message: string) => ({ success: false, message, code });

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

describe('1.2 list', () => {
  it('shows the latest first, page by page, with the content', async () => {
    const as = uuidv7();
    const ids = [await started({}, { as }), await started({}, { as }), await started({}, { as })];
    const { status, body } = await ask('GET', '/api/downloads?page=1&take=2', { as });
    expect(status).toBe(200);
    expect(body.pagination).toEqual({ page: 1, take: 2, total: 3, totalPages: 2 });
    expect(body.downloads.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(body.downloads[0]).toEqual({
      id: ids[2],
      user_id: as,
      content_id: expect.any(String),
      status: 'pending',
      quality: '720p',
      progress: 0,
      file_size_bytes: '1000',
      downloaded_bytes: '0',
      expires_at: iso,
      error_message: null,
      failed_count: 0,
      content: {
        id: body.downloads[0]?.content_id,
        title: 'The Dark Knight',
        content_type: 'movie',
        thumbnail: null,
        is_premium: false,
      },
      created_at: iso,
      updated_at: iso,
    });
  });

  it('filters by status', async () => {
    const as = uuidv7();
    await started({}, { as });
    const done = await completed({ as });
    const { body } = await ask('GET', '/api/downloads?status=completed', { as });
    expect(body.downloads.map(({ id }) => id)).toEqual([done]);
    expect(body.pagination).toEqual({ page: 1, take: 20, total: 1, totalPages: 1 });
  });

  it.each([
    ['page=0', 'page'],
    ['page=x', 'page'],
    ['take=0', 'take'],
    ['take=101', 'take'],
    ['status=gone', 'status'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await ask('GET', `/api/downloads?${query}`);
    expect([status, body]).toEqual([400, refusal('VALIDATION_FAILED', `Invalid ${field}`)]);
  });
});

describe('1.3 to 1.7, one download', () => {
  it('goes through pause, resume, cancel and delete', async () => {
    const id = await started();
    const paused = await ask('PATCH', `/api/downloads/${id}/pause`);
    expect([paused.status, paused.body]).toEqual([
      200,
      { success: true, message: 'Download paused', download: { id, status: 'paused', progress: 0 } },
    ]);
    const stopped = await ask('GET', `/api/downloads/${id}/progress`);
    expect(stopped.body.download).toMatchObject({
      status: 'paused',
      download_url: null,
      url_expires_at: null,
    });
    const resumed = await ask('PATCH', `/api/downloads/${id}/resume`);
    expect([resumed.status, resumed.body]).toEqual([
      200,
      {
        success: true,
        message: 'Download resumed',
        download: {
          id,
          status: 'downloading',
          progress: 0,
          download_url: expect.stringContaining(id),
          url_expires_at: iso,
        },
      },
    ]);
    const cancelled = await ask('DELETE', `/api/downloads/${id}`);
    expect([cancelled.status, cancelled.body]).toEqual([
      200,
      { success: true, message: 'Download cancelled', download: { id, status: 'cancelled' } },
    ]);
    const deleted = await ask('DELETE', `/api/downloads/${id}/delete`);
    expect([deleted.status, deleted.body]).toEqual([
      200,
      { success: true, message: 'Download deleted', download: { id, deleted_at: iso } },
    ]);
    expect((await ask('DELETE', `/api/downloads/${id}/delete`)).status).toBe(404);
  });

  it('shows what was observed, as a whole number below 100 until it is completed', async () => {
    const id = await started({ size: 1000 });
    await service.serve({ downloadId: id, assetId: assetOf(id), ranges: [{ start: 0, end: 999 }] });
    await eventually(async () => {
      const { body } = await ask('GET', `/api/downloads/${id}/progress`);
      expect(body).toEqual({
        success: true,
        download: {
          id,
          status: 'downloading',
          progress: 99,
          file_size_bytes: '1000',
          downloaded_bytes: '999',
          accuracy: 'observed',
          content: { id: assetOf(id), title: 'The Dark Knight' },
          download_url: expect.any(String),
          url_expires_at: iso,
        },
      });
    });
  });

  const calls = ['GET progress', 'PATCH pause', 'PATCH resume', 'DELETE ', 'DELETE delete', 'PATCH progress'];
  const call = (text: string, id: string, options: Ask = {}) => {
    const [method = '', action = ''] = text.split(' ');
    const body = text === 'PATCH progress' ? { body: { downloaded_bytes: '1' } } : {};
    return ask(method, `/api/downloads/${id}${action && `/${action}`}`, { ...options, ...body });
  };

  it.each(calls)('%s: another person’s, unknown and impossible ids are 404', async (text) => {
    const foreign = await started({}, { as: 'somebody-else' });
    const answers = [await call(text, foreign), await call(text, newDownloadId()), await call(text, 'dl_x')];
    for (const { status, body } of answers)
      expect([status, body]).toEqual([404, refusal('DOWNLOAD_NOT_FOUND', 'Download not found')]);
  });

  it.each(calls)('%s: asks who is there', async (text) => {
    const { status, body } = await call(text, newDownloadId(), { as: null });
    expect([status, body]).toEqual([401, refusal('UNAUTHORIZED', 'Authentication required')]);
  });

  it.each(['PATCH pause', 'PATCH resume', 'DELETE '])('%s: 409 once it is completed', async (text) => {
    const { status, body } = await call(text, await completed());
    expect([status, body]).toEqual([
      409,
      refusal('DOWNLOAD_ALREADY_COMPLETED', 'Download already completed'),
    ]);
  });
});

describe('progress of what is hosted elsewhere', () => {
  const report = (id: string, downloaded_bytes: unknown) =>
    ask('PATCH', `/api/downloads/${id}/progress`, { body: { downloaded_bytes } });

  it('is what the client says, never backwards, and completes', async () => {
    const id = await started({ size: null, originalSizeBytes: 1000 });
    const first = await report(id, '300');
    expect(first.body).toMatchObject({
      success: true,
      message: 'Download progress updated',
      download: { status: 'downloading', progress: 50, downloaded_bytes: '300', accuracy: 'reported' },
    });
    expect((await report(id, 200)).body.download.downloaded_bytes).toBe('300');
    expect((await report(id, '600')).body.download).toMatchObject({ status: 'completed', progress: 100 });
  });

  it('is refused for a stored file, whose bytes are seen', async () => {
    const { status, body } = await report(await started(), '1');
    expect([status, body.code]).toEqual([409, 'INVALID_STATE']);
  });

  it.each([
    [undefined, 'Missing downloaded_bytes'],
    ['-1', 'Invalid downloaded_bytes'],
    [1.5, 'Invalid downloaded_bytes'],
    ['many', 'Invalid downloaded_bytes'],
    ['601', 'Invalid downloaded_bytes'],
  ])('refuses %j', async (bytes, message) => {
    const id = await started({ size: null, originalSizeBytes: 1000 });
    const { status, body } = await report(id, bytes);
    expect([status, body]).toEqual([400, refusal('VALIDATION_FAILED', message)]);
  });
});

describe('1.8 cleanup', () => {
  const cleanup = (as: string, type: unknown, language = 'en') =>
    ask('POST', '/api/downloads/cleanup', {
      as,
      body: { type },
      headers: { 'accept-language': language },
    });
  const age = (id: string, column: string, days: number) =>
    service.database.query(
      `UPDATE downloads SET ${column} = now() - make_interval(days => $2) WHERE id = $1`,
      [id, days],
    );

  it('deletes what is older than the person keeps copies, and says what that frees', async () => {
    const as = uuidv7();
    await service.publish(quotaChanged, quotaOf(as, 7));
    await eventually(async () => {
      const rows: unknown[] = await service.database.query(
        'SELECT FROM auto_delete_settings WHERE user_id = $1',
        [as],
      );
      expect(rows).toHaveLength(1);
    });
    const [old, recent, live] = [await completed({ as }), await completed({ as }), await started({}, { as })];
    await age(old, 'created_at', 8);
    await age(recent, 'created_at', 6);
    await age(live, 'created_at', 8);
    const { status, body } = await cleanup(as, 'old');
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        message: 'Cleanup completed - deleted 1 downloads',
        freed_storage: '600 B',
        freed_storage_bytes: '600',
        deleted_count: 1,
      },
    ]);
    const left = await ask('GET', '/api/downloads', { as });
    expect(left.body.downloads.map(({ id }) => id).toSorted()).toEqual([recent, live].toSorted());
  });

  it('deletes what expired, marked or not, and frees nothing twice', async () => {
    const as = uuidv7();
    const [due, marked, kept] = [await completed({ as }), await completed({ as }), await completed({ as })];
    await age(due, 'expires_at', 1);
    await age(marked, 'expired_at', 1);
    expect((await cleanup(as, 'expired', 'fr')).body).toMatchObject({
      message: 'Nettoyage terminé - 2 téléchargements supprimés',
      freed_storage_bytes: '600',
      deleted_count: 2,
    });
    expect((await cleanup(as, 'expired')).body.freed_storage).toBe('0 B');
    const left = await ask('GET', '/api/downloads', { as });
    expect(left.body.downloads.map(({ id }) => id)).toEqual([kept]);
  });

  it.each([
    [undefined, 'Missing type'],
    ['new', 'Invalid type'],
  ])('refuses %j', async (type, message) => {
    const { status, body } = await cleanup('ada', type);
    expect([status, body]).toEqual([400, refusal('VALIDATION_FAILED', message)]);
  });
});

it.each([
  ['zh', '下载不存在'],
  ['fr', 'Téléchargement introuvable'],
  ['ru', 'Загрузка не найдена'],
  ['de', 'Download not found'],
])('speaks %s', async (language, message) => {
  const { body } = await ask('GET', `/api/downloads/${newDownloadId()}/progress`, {
    headers: { 'accept-language': language },
  });
  expect(body.message).toBe(message);
});

/** The asset that entitlements was asked about for a download. */
function assetOf(downloadId: string): string {
  const place = service.entitlements.places.get(downloadId) ?? '[]';
  return (JSON.parse(place) as string[])[1] ?? '';
}

function quotaOf(userId: string, autoDeleteDays: number) {
  return {
    userId,
    revision: 1,
    tier: 'free' as const,
    totalBytes: 1,
    heldBytes: 0,
    committedBytes: 0,
    autoDeleteEnabled: true,
    autoDeleteDays,
    notificationThreshold: 80,
    changedAt: new Date().toISOString(),
  };
}
