import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, HOUR } from '@waybill/kernel';
import { anEvent, aTransfer } from './fixtures/events.js';
import { type RunningAnalytics, startAnalytics } from './service.js';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const FILE = '0190d7a0-0000-7000-8000-000000000001';
const now = new Date();
const today = now.toISOString().slice(0, 10);
const noon = new Date(`${today}T00:00:00.000Z`);
const ago = (milliseconds: number) => new Date(noon.getTime() - milliseconds);
const dateOf = (time: Date) => time.toISOString().slice(0, 10);

const fixed = { fileId: FILE, size: 4 * MIB, bytesServed: 4 * MIB, downloaded: 4 * MIB };
/** Two days ago at 20:xx, and what became of it. */
const begun = ago(2 * DAY - 20 * HOUR);

let service: RunningAnalytics;
beforeAll(async () => {
  service = await startAnalytics();
  await service.record([
    anEvent({
      ...fixed,
      downloadId: 'dl_1',
      begunAt: begun,
      endedAt: begun,
      changedAt: begun,
      activeUs: 8_192_000,
    }),
    anEvent({
      ...fixed,
      downloadId: 'dl_2',
      begunAt: begun,
      endedAt: begun,
      changedAt: begun,
      status: 'failed',
    }),
    anEvent({
      ...fixed,
      downloadId: 'dl_3',
      begunAt: begun,
      endedAt: begun,
      changedAt: begun,
      status: 'cancelled',
      fileType: 'document',
      automated: true,
    }),
    anEvent({
      ...fixed,
      downloadId: 'dl_4',
      begunAt: begun,
      endedAt: null,
      changedAt: begun,
      status: 'paused',
    }),
    // Never got a byte: none of the figures.
    anEvent({
      ...fixed,
      downloadId: 'dl_5',
      begunAt: null,
      endedAt: begun,
      changedAt: begun,
      status: 'failed',
    }),
    // Somebody else's, reported at 4096 kbit/s, and an old one.
    anEvent({
      ...fixed,
      downloadId: 'dl_6',
      userId: 'bob',
      accuracy: 'reported',
      speedKbps: 4096,
      begunAt: begun,
      endedAt: begun,
      changedAt: begun,
    }),
    anEvent({
      ...fixed,
      downloadId: 'dl_7',
      begunAt: ago(100 * DAY),
      endedAt: ago(100 * DAY),
      changedAt: ago(100 * DAY),
    }),
    aTransfer(begun.toISOString(), 4 * MIB),
    aTransfer(ago(0).toISOString(), GIB, { outcome: 'aborted' }),
  ]);
}, 60_000);
afterAll(() => service.stop());

const operator = { as: 'root', roles: ['admin'] } as const;

describe('GET /api/downloads/user/{user_id}/summary', () => {
  it('counts all that began, by their last state', async () => {
    const { status, body } = await service.ask('/api/downloads/user/ada/summary');
    expect(status).toBe(200);
    expect(body).toEqual({
      user_id: 'ada',
      total_downloads: 5,
      completed_downloads: 2,
      failed_downloads: 1,
      cancelled_downloads: 1,
      total_size_mb: 8,
      favorite_file_types: ['video'],
      // 8 MiB in 8.192 s and 4 s (the fixture's).
      avg_download_speed_kbps: Math.round((8 * MIB * 8) / (8192 + 4000)),
      completion_rate: 50,
      automated_downloads: 1,
      metric_version: 1,
    });
  });

  it('of a person without any is the short answer with zeros', async () => {
    const { status, body } = await service.ask('/api/downloads/user/nobody/summary', { as: 'nobody' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      user_id: 'nobody',
      total_downloads: 0,
      completion_rate: 0,
      favorite_file_types: [],
    });
  });
});

describe('GET /api/downloads/user/{user_id}/history', () => {
  it('lists what began within the window, latest first, in the document’s four states', async () => {
    const { body } = await service.ask('/api/downloads/user/ada/history');
    expect(body).toMatchObject({ user_id: 'ada', count: 4, has_more: false, metric_version: 1 });
    const { downloads } = body as { downloads: { download_id: string; status: string }[] };
    expect(downloads.map(({ download_id, status }) => [download_id, status])).toEqual([
      ['dl_4', 'started'],
      ['dl_3', 'cancelled'],
      ['dl_2', 'failed'],
      ['dl_1', 'completed'],
    ]);
  });

  it('says of each what the document says', async () => {
    const { body } = await service.ask('/api/downloads/user/bob/history?days=3', { as: 'bob' });
    expect((body as { downloads: unknown[] }).downloads).toEqual([
      {
        download_id: 'dl_6',
        file_id: FILE,
        file_name: 'film.mp4',
        file_type: 'video',
        file_size_bytes: 4 * MIB,
        started_at: begun.toISOString(),
        completed_at: begun.toISOString(),
        status: 'completed',
        download_speed_kbps: 4096,
        resume_count: 0,
        accuracy: 'reported',
        automated: false,
      },
    ]);
  });

  it('has pages', async () => {
    const first = await service.ask('/api/downloads/user/ada/history?limit=3');
    expect(first.body).toMatchObject({ count: 3, has_more: true });
    const second = await service.ask('/api/downloads/user/ada/history?limit=3&page=2');
    expect(second.body).toMatchObject({ count: 1, has_more: false, downloads: [{ download_id: 'dl_1' }] });
    const { next_cursor } = first.body as { next_cursor: string };
    const after = await service.ask(`/api/downloads/user/ada/history?limit=3&cursor=${next_cursor}`);
    expect(after.body).toEqual(second.body);
    expect(second.body).toMatchObject({ next_cursor: null });
  });

  it.each([
    'days=0',
    'days=91',
    'days=many',
    'days=1.5',
    'limit=0',
    'limit=101',
    'page=0',
    'days=1&days=2',
    'cursor=3',
  ])('refuses %s', async (query) => {
    const { status, body } = await service.ask(`/api/downloads/user/ada/history?${query}`);
    expect(status).toBe(400);
    expect(body).toEqual({
      detail: expect.stringContaining(query.split('=')[0] ?? ''),
      code: 'VALIDATION_FAILED',
    });
  });
});

describe('GET /api/downloads/files/popular', () => {
  it('ranks by what completed within the window', async () => {
    const { body } = await service.ask('/api/downloads/files/popular');
    expect(body).toEqual({
      files: [
        {
          file_id: FILE,
          file_name: 'film.mp4',
          file_type: 'video',
          file_size_bytes: 4 * MIB,
          total_downloads: 2,
          unique_downloaders: 2,
          last_downloaded_at: begun.toISOString(),
        },
      ],
      period_days: 7,
      as_of: expect.any(String),
      metric_version: 1,
    });
  });

  it('is empty where nothing completed', async () => {
    const { body } = await service.ask('/api/downloads/files/popular?days=1');
    expect(body).toMatchObject({ files: [], period_days: 1 });
  });

  it.each(['days=0', 'days=31', 'limit=0', 'limit=51'])('refuses %s', async (query) => {
    expect((await service.ask(`/api/downloads/files/popular?${query}`)).status).toBe(400);
  });
});

describe('GET /api/downloads/files/{file_id}/analytics', () => {
  it('adds up each part by itself', async () => {
    const { body } = await service.ask(`/api/downloads/files/${FILE}/analytics`, operator);
    expect(body).toMatchObject({
      file_id: FILE,
      total_downloads: 3,
      unique_downloaders: 2,
      // (8.192 + 4 + 8.192) / 3 seconds.
      avg_download_time_seconds: 7,
      total_bandwidth_mb: 1032,
      reported_bandwidth_mb: 4,
      peak_download_hour: 20,
      peak_hours: [20, 0],
      hourly_distribution: [
        { hour: 0, downloads: 1 },
        { hour: 20, downloads: 2 },
      ],
      geographic_distribution: { unknown: 3 },
      completion_rate: 60,
      automated_downloads: 1,
      metric_version: 1,
    });
  });

  it('of an unknown file is zeros, and its parts are empty', async () => {
    const { status, body } = await service.ask('/api/downloads/files/nothing/analytics', operator);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      total_downloads: 0,
      unique_downloaders: 0,
      avg_download_time_seconds: 0,
      total_bandwidth_mb: 0,
      peak_download_hour: null,
      peak_hours: [],
      geographic_distribution: {},
    });
  });
});

describe('GET /api/downloads/stats/daily', () => {
  it('tells the day by type, with totals', async () => {
    const { body } = await service.ask(`/api/downloads/stats/daily?date=${dateOf(begun)}`, operator);
    expect(body).toEqual({
      date: dateOf(begun),
      stats_by_type: [
        {
          file_type: 'video',
          total_downloads: 4,
          unique_users: 2,
          total_size_mb: 8,
          avg_speed_kbps: 4096,
          failed_count: 1,
          success_rate: 200 / 3,
          completed_count: 2,
          cancelled_count: 0,
          automated_downloads: 0,
        },
        {
          file_type: 'document',
          total_downloads: 1,
          unique_users: 1,
          total_size_mb: 0,
          avg_speed_kbps: 0,
          failed_count: 0,
          success_rate: 0,
          completed_count: 0,
          cancelled_count: 1,
          automated_downloads: 1,
        },
      ],
      totals: {
        total_downloads: 5,
        total_size_mb: 8,
        total_failed: 1,
        total_completed: 2,
        unique_users: 2,
        success_rate: 200 / 3,
        automated_downloads: 1,
      },
      by_country: { unknown: 5 },
      metric_version: 1,
    });
  });

  it('is of today where no date is said', async () => {
    const { body } = await service.ask('/api/downloads/stats/daily', operator);
    expect(body).toMatchObject({ date: today, stats_by_type: [], totals: { total_downloads: 0 } });
  });

  it.each(['yesterday', '2026-02-30', '2026-1-1'])('refuses date=%s', async (date) => {
    const { status, body } = await service.ask(`/api/downloads/stats/daily?date=${date}`, operator);
    expect([status, body]).toEqual([
      400,
      { detail: 'date must be a day, YYYY-MM-DD', code: 'VALIDATION_FAILED' },
    ]);
  });
});

describe('GET /api/downloads/bandwidth/usage', () => {
  it('tells the bytes of the day they were served on, latest first', async () => {
    const { body } = await service.ask('/api/downloads/bandwidth/usage');
    const row = { automated_gb: 0, unique_users: 0, total_downloads: 0, reported_gb: 0 };
    expect(body).toEqual({
      bandwidth_usage: [
        { ...row, date: today, total_gb: 1 },
        {
          ...row,
          date: dateOf(begun),
          total_gb: 8 / 1024,
          reported_gb: 4 / 1024,
          unique_users: 2,
          total_downloads: 5,
        },
      ],
      period_days: 7,
      total_gb: 1 + 8 / 1024,
      metric_version: 1,
    });
  });

  it.each(['days=0', 'days=31'])('refuses %s', async (query) => {
    expect((await service.ask(`/api/downloads/bandwidth/usage?${query}`)).status).toBe(400);
  });
});

describe('who may read', () => {
  it.each([
    ['/api/downloads/user/bob/summary', 403, 200, 403],
    ['/api/downloads/user/bob/history', 403, 200, 403],
    ['/api/downloads/files/popular', 200, 200, 200],
    ['/api/downloads/bandwidth/usage', 200, 200, 200],
    [`/api/downloads/files/${FILE}/analytics`, 403, 200, 200],
    ['/api/downloads/stats/daily', 403, 200, 200],
  ])('%s: normal %d, admin %d, analyst %d', async (path, ...expected) => {
    const roles = ['normal', 'admin', 'analyst'] as const;
    const answers = await Promise.all(roles.map((role) => service.ask(path, { roles: [role] })));
    expect(answers.map(({ status }) => status)).toEqual(expected);
  });

  it('refuses without a token, in the edition’s shape', async () => {
    const response = await fetch(`${service.url}/api/downloads/files/popular`);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ detail: 'Authentication is required', code: 'UNAUTHORIZED' });
  });

  it('refuses in the language that is asked for', async () => {
    const { body } = await service.ask('/api/downloads/user/bob/summary', {
      headers: { 'accept-language': 'ru' },
    });
    expect(body).toEqual({ detail: 'Недостаточно прав', code: 'FORBIDDEN' });
  });

  it('takes no id that is none', async () => {
    expect((await service.ask('/api/downloads/user/a%20b/summary')).status).toBe(400);
  });
});
