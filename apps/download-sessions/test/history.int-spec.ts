import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { quotaChanged } from '@waybill/contracts';
import { Jobs } from '@waybill/platform';
import { eventually } from '@waybill/testing';
import { ServiceFixture } from './service.fixture.js';
import { completing } from './completed-download.js';

const service = new ServiceFixture();
beforeAll(() => service.start({ JOB_INTERVAL_SECONDS: '86400' }), 60_000);
afterAll(() => service.stop(), 60_000);
const completed = completing(service);

async function age(id: string, column: string, days: number): Promise<void> {
  await service.database.query(
    `UPDATE downloads SET ${column} = ${column} - make_interval(secs => $2::float8 * 86400) WHERE id = $1`,
    [id, days],
  );
}

const run = (job: string) => service.app.get(Jobs, { strict: false }).runNow(job);

describe('a batch', () => {
  it('makes what it can, and says of each what became of it', async () => {
    const as = 'batcher';
    await service.create({ assetId: 'b-1' }, { as });
    for (const assetId of ['b-2', 'b-3']) service.entitlements.assets.set(assetId, { assetId, size: 700 });
    const asked = service.entitlements.asked.length + service.quotas.asked.length;
    const { status, body } = await service.ask('POST', '/downloads/batch', {
      as,
      body: { resourceIds: ['b-2', 'b-1', 'nobody', 'b-3', 'b-2'], createArchive: true },
    });
    expect(service.entitlements.asked.length + service.quotas.asked.length - asked).toBe(2);
    expect(status).toBe(201);
    expect(body.message).toBe('批量下载任务创建完成');
    const id = expect.stringMatching(/^dl_/);
    expect(body.data).toEqual({
      batchId: expect.stringMatching(/^batch_/),
      downloads: [
        { resourceId: 'b-2', downloadId: id, status: 'created' },
        {
          resourceId: 'b-1',
          downloadId: null,
          status: 'failed',
          error: '下载正在进行中',
          errorCode: 'DOWNLOAD_IN_PROGRESS',
        },
        {
          resourceId: 'nobody',
          downloadId: null,
          status: 'failed',
          error: '资源不存在',
          errorCode: 'FILE_NOT_AVAILABLE',
        },
        { resourceId: 'b-3', downloadId: id, status: 'created' },
        {
          resourceId: 'b-2',
          downloadId: null,
          status: 'failed',
          error: '下载正在进行中',
          errorCode: 'DOWNLOAD_IN_PROGRESS',
        },
      ],
      summary: { total: 5, successful: 2, failed: 3, totalSize: 1400 },
      archive: { id: expect.stringMatching(/^archive_/), status: 'unavailable' },
    });
    const [created] = await service.factsOf(body.data.downloads[0]?.downloadId ?? '');
    expect(created?.data.batchId).toBe(body.data.batchId);
  });

  it('gives back the places of those that found no room', async () => {
    const as = 'cramped';
    service.quotas.totalBytes = 1000;
    for (const assetId of ['c-1', 'c-2']) service.entitlements.assets.set(assetId, { assetId, size: 700 });
    const { body } = await service.ask('POST', '/downloads/batch', {
      as,
      body: { resourceIds: ['c-1', 'c-2'] },
    });
    service.quotas.totalBytes = null;
    expect(body.data.downloads.map(({ errorCode }: { errorCode?: string }) => errorCode)).toEqual([
      undefined,
      'INSUFFICIENT_STORAGE',
    ]);
    expect([...service.entitlements.places.values()].filter((place) => place.includes(as)).length).toBe(1);
  });
});

describe('clean-up', () => {
  it('takes old ended ones off the list, and says what that frees', async () => {
    const as = 'cleaner';
    const old = await completed('old', as, 300);
    const young = await completed('young', as);
    const live = await service.create({ assetId: 'live' }, { as });
    const cancelled = await service.create({ assetId: 'given-up' }, { as });
    await service.ask('POST', `/downloads/${cancelled}/cancel`, { as });
    for (const id of [old, live, cancelled]) await age(id, 'updated_at', 31);
    const { status, body } = await service.ask('DELETE', '/downloads/cleanup', { as });
    expect([status, body]).toEqual([
      200,
      { success: true, data: { cleanedCount: 2, freedSpace: 300 }, message: '下载历史清理完成' },
    ]);
    expect((await service.ask('GET', `/downloads/${old}`, { as })).status).toBe(404);
    expect((await service.ask('GET', `/downloads/${live}`, { as })).status).toBe(200);
    const again = await service.ask('DELETE', '/downloads/cleanup', {
      as,
      body: { olderThan: 0, status: ['failed'] },
    });
    expect(again.body.data.cleanedCount).toBe(0);
    const rest = await service.ask('DELETE', '/downloads/cleanup?olderThan=0&status=completed,failed', {
      as,
    });
    expect(rest.body.data).toEqual({ cleanedCount: 1, freedSpace: 1000 });
    expect(await service.eventsOf(young)).toEqual(['created', 'started', 'completed', 'deleted']);
    const { body: list } = await service.ask('GET', '/downloads', { as });
    expect(list.data.statistics).toMatchObject({ totalDownloads: 1, totalSize: 1000, activeDownloads: 1 });
  });
});

describe('jobs', () => {
  it('expire copies whose time is over; those are gone for every call', async () => {
    const as = 'keeper';
    const id = await completed('kept', as);
    const other = await completed('kept-on', as);
    await age(id, 'expires_at', 31);
    expect(await run('expire-copies')).toBe(1);
    expect(await run('expire-copies')).toBe(0);
    const { status, body } = await service.ask('POST', `/downloads/${id}/start`, { as });
    expect([status, body.error.code, body.error.message]).toEqual([
      410,
      'DOWNLOAD_EXPIRED',
      '下载链接已过期',
    ]);
    expect(await service.eventsOf(id)).toEqual(['created', 'started', 'completed', 'expired']);
    expect(await service.eventsOf(other)).not.toContain('expired');
  });

  it('delete copies that are older than their person keeps them, if he wants that', async () => {
    const ids: Record<string, string> = {};
    for (const [index, as] of ['wants', 'wants-not'].entries()) {
      ids[as] = await completed(`auto-${as}`, as);
      await age(ids[as], 'created_at', 8);
      const account = {
        revision: 2,
        tier: 'free',
        totalBytes: 1,
        heldBytes: 0,
        committedBytes: 0,
        notificationThreshold: 80,
      } as const;
      const changedAt = new Date().toISOString();
      await service.publish(quotaChanged, {
        userId: as,
        ...account,
        autoDeleteEnabled: index === 0,
        autoDeleteDays: 7,
        changedAt,
      });
      await eventually(async () =>
        expect(
          await service.database.query('SELECT 1 FROM auto_delete_settings WHERE user_id = $1', [as]),
        ).toHaveLength(1),
      );
    }
    expect(await run('auto-delete')).toBe(1);
    expect((await service.factsOf(ids.wants ?? '')).at(-1)?.data.reason).toBe('auto-delete');
    expect(await service.eventsOf(ids['wants-not'] ?? '')).not.toContain('expired');
  });

  it('pause what is silent, fail what is forgotten', async () => {
    const as = 'sleeper';
    // What the tests before left lying about comes first.
    for (const job of ['pause-stalled', 'fail-never-started', 'fail-abandoned']) await run(job);
    const stalled = await service.create({ assetId: 's-1' }, { as });
    await service.ask('POST', `/downloads/${stalled}/start`, { as });
    const awake = await service.create({ assetId: 's-2' }, { as });
    await service.ask('POST', `/downloads/${awake}/start`, { as });
    const never = await service.create({ assetId: 's-3' }, { as });
    const abandoned = await service.create({ assetId: 's-4' }, { as });
    await service.ask('POST', `/downloads/${abandoned}/pause`, { as });
    await age(stalled, 'updated_at', 61 / 1440);
    await age(awake, 'updated_at', 59 / 1440);
    await age(never, 'updated_at', 0.51);
    await age(abandoned, 'paused_at', 7.1);
    expect(await run('pause-stalled')).toBe(1);
    expect(await run('fail-never-started')).toBe(1);
    expect(await run('fail-abandoned')).toBe(1);
    const last = async (id: string) => {
      const facts = (await service.factsOf(id)).at(-1);
      return [facts?.data.status, facts?.data.reason] as unknown[];
    };
    expect(await last(stalled)).toEqual(['paused', 'stalled']);
    expect(await last(never)).toEqual(['failed', 'never-started']);
    expect(await last(abandoned)).toEqual(['failed', 'abandoned']);
    expect(await last(awake)).toEqual(['downloading', 'requested']);
  });

  it('give a missed place to who waits', async () => {
    const as = 'missed';
    const ids = await Promise.all(
      [1, 2, 3, 4].map((index) => service.create({ assetId: `m-${index}` }, { as })),
    );
    for (const id of ids) await service.ask('POST', `/downloads/${id}/start`, { as });
    await service.database.query(`DELETE FROM downloads WHERE id = $1`, [ids[0]]);
    expect(await run('promote-waiting')).toBe(1);
    expect(await service.eventsOf(ids[3] ?? '')).toEqual(['created', 'queued', 'started']);
  });

  it('leave the sums exact, whatever happened', async () => {
    const wrong = await service.database.query<unknown[]>(`
      SELECT * FROM (
        SELECT user_id, resource_type, status, count(*)::bigint, sum(size)::bigint AS bytes FROM downloads
         WHERE deleted_at IS NULL AND origin <> 'tracking' GROUP BY 1, 2, 3) truth
        FULL JOIN (SELECT user_id, resource_type, status, downloads, bytes FROM download_counts WHERE downloads <> 0) kept
          USING (user_id, resource_type, status)
       WHERE truth.count IS DISTINCT FROM kept.downloads OR truth.bytes IS DISTINCT FROM kept.bytes`);
    expect(wrong).toEqual([]);
    const places = await service.database.query<unknown[]>(`
      SELECT * FROM (SELECT user_id, asset_id, sum(places)::bigint AS truth FROM downloads GROUP BY 1, 2) t
        FULL JOIN (SELECT * FROM download_places WHERE places <> 0) k USING (user_id, asset_id)
       WHERE coalesce(truth, 0) <> coalesce(places, 0)`);
    expect(places).toEqual([]);
  });
});
