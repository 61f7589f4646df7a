import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDownloadId, uuidv7 } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { type Ask, ServiceFixture } from './service.fixture.js';
import { offlineCalls, refusal } from './offline-calls.js';

const service = new ServiceFixture();
beforeAll(() => service.start(), 60_000);
afterAll(() => service.stop(), 60_000);
const { ask, completed, started } = offlineCalls(service);

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const iso = expect.stringMatching(ISO) as unknown as string;

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
