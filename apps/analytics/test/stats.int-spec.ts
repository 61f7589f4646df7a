import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, HOUR } from '@waybill/kernel';
import { anEvent } from './fixtures/events.js';
import { type RunningAnalytics, startAnalytics } from './service.js';

const today = new Date().toISOString().slice(0, 10);
const midnight = new Date(`${today}T00:00:00.000Z`).getTime();
const yesterday = new Date(midnight - DAY + 12 * HOUR);
const lastMonth = new Date(midnight - 40 * DAY);
const dateOf = (time: Date) => time.toISOString().slice(0, 10);
const at = (time: Date) => ({ begunAt: time, endedAt: time, changedAt: time });

let service: RunningAnalytics;
beforeAll(async () => {
  service = await startAnalytics();
  await service.record([
    anEvent({ ...at(yesterday), downloadId: 'a', resourceType: 'video', category: '前端开发', size: 8000 }),
    anEvent({
      ...at(yesterday),
      downloadId: 'b',
      resourceType: 'software',
      category: null,
      size: 2000,
      status: 'failed',
    }),
    anEvent({ ...at(lastMonth), downloadId: 'c', resourceType: 'puppetry', size: 1 }),
    anEvent({ ...at(yesterday), downloadId: 'd', userId: 'bob', size: 77 }),
  ]);
}, 60_000);
afterAll(() => service.stop());

describe('GET /downloads/stats', () => {
  it('tells the caller’s month, in Chinese', async () => {
    const { status, body } = await service.ask('/downloads/stats');
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      data: {
        overview: {
          totalDownloads: 2,
          totalSize: 10_000,
          completedDownloads: 1,
          failedDownloads: 1,
          averageSpeed: 300,
          totalTime: 4,
        },
        recentActivity: [{ date: dateOf(yesterday), downloads: 2, size: 10_000 }],
        typeBreakdown: [
          { type: 'video', name: '视频教程', count: 1, size: 8000, percentage: 80 },
          { type: 'software', name: '软件工具', count: 1, size: 2000, percentage: 20 },
        ],
        categoryBreakdown: [
          { category: '前端开发', count: 1, size: 8000 },
          { category: '未分类', count: 1, size: 2000 },
        ],
        speedHistory: [{ timestamp: `${dateOf(yesterday)}T00:00:00.000Z`, speed: 300 }],
        metricVersion: 1,
      },
    });
  });

  it.each([
    ['day', 0],
    ['week', 2],
    ['month', 2],
    ['year', 3],
  ])('counts what began in the %s', async (period, totalDownloads) => {
    const { body } = await service.ask(`/downloads/stats?period=${period}`);
    expect(body).toMatchObject({ data: { overview: { totalDownloads } } });
  });

  it('shows the hours of a week, the days of longer periods', async () => {
    const { body } = await service.ask('/downloads/stats?period=week');
    expect(body).toMatchObject({ data: { speedHistory: [{ timestamp: yesterday.toISOString() }] } });
  });

  it('speaks the language it is asked in, and leaves unknown types as they are', async () => {
    const { body } = await service.ask('/downloads/stats?period=year', {
      headers: { 'accept-language': 'fr' },
    });
    const { data } = body as { data: { typeBreakdown: { name: string }[] } };
    expect(data.typeBreakdown.map(({ name }) => name)).toEqual(['Vidéo', 'Logiciel', 'puppetry']);
  });

  it('of a person without any is zeros and empty lists', async () => {
    const { body } = await service.ask('/downloads/stats', { as: 'nobody' });
    expect(body).toMatchObject({
      data: { overview: { totalDownloads: 0, totalSize: 0 }, recentActivity: [], typeBreakdown: [] },
    });
  });

  it('refuses an unknown period, in the edition’s shape and language', async () => {
    const { status, body } = await service.ask('/downloads/stats?period=decade');
    expect(status).toBe(400);
    expect(body).toMatchObject({
      success: false,
      error: { code: 'VALIDATION_FAILED', message: expect.stringMatching(/^请求参数无效: period/) },
    });
  });

  it('refuses without a token', async () => {
    const response = await fetch(`${service.url}/downloads/stats`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ success: false, error: { code: 'UNAUTHORIZED' } });
  });
});
