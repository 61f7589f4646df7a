import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newDownloadId } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { Downloads } from '../src/domain/downloads.js';
import { fileOf } from './entitlements.server.js';
import { ServiceFixture, transfer } from './service.fixture.js';

const service = new ServiceFixture();
const LIMIT = 3;

beforeAll(async () => {
  await service.start();
  // The judge sits in the database: whoever makes a fourth one run by starting it is stopped there and answers 500.
  await service.database.query(`
    CREATE FUNCTION judge() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM downloads WHERE status = 'downloading' GROUP BY user_id HAVING count(*) > ${LIMIT}) THEN
        RAISE EXCEPTION 'more than ${LIMIT} run';
      END IF;
      RETURN NULL;
    END $$`);
  await service.database.query(`CREATE TRIGGER judge AFTER UPDATE ON downloads EXECUTE FUNCTION judge()`);
}, 60_000);
afterAll(() => service.stop(), 60_000);

let person = '';
beforeEach(() => {
  person = `person-${newDownloadId()}`;
});

function times<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}

function publishAssets(count: number, size: number): string[] {
  const ids = Array.from({ length: count }, (_, index) => `${person}-${index}`);
  for (const assetId of ids) service.entitlements.assets.set(assetId, { assetId, size });
  return ids;
}

describe('creates at once', () => {
  it('100 with room for one: one 201, and nothing is left of the others', async () => {
    service.quotas.totalBytes = 1500;
    const assets = publishAssets(100, 1000);
    const answers = await times(100, (index) =>
      service.ask('POST', '/downloads', { as: person, body: { resourceId: assets[index] } }),
    );
    service.quotas.totalBytes = null;
    const counted = Map.groupBy(answers, ({ status }) => status);
    expect(counted.get(201)?.length).toBe(1);
    expect(counted.get(413)?.length).toBe(99);
    expect(service.quotas.heldBy(person)).toBe(1000);
    expect([...service.entitlements.places.values()].filter((place) => place.includes(person)).length).toBe(
      1,
    );
  }, 60_000);

  it('20 of one asset: one 201, 19 refusals that name it', async () => {
    const [resourceId] = publishAssets(1, 1000);
    const answers = await times(20, () =>
      service.ask('POST', '/downloads', { as: person, body: { resourceId } }),
    );
    const [made] = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.length).toBe(19);
    const named = refused.map(({ body }) => [body.error.code, body.error.details.downloadId] as unknown);
    expect(new Set(named.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify(['DOWNLOAD_IN_PROGRESS', made?.body.data.download.id])]),
    );
    expect(service.quotas.heldBy(person)).toBe(1000);
  }, 60_000);

  it('20 batches of the same assets make each once', async () => {
    const resourceIds = publishAssets(5, 10);
    const answers = await times(20, () =>
      service.ask('POST', '/downloads/batch', { as: person, body: { resourceIds } }),
    );
    const made = answers.map(({ body }) => body.data.summary.successful);
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(service.quotas.heldBy(person)).toBe(50);
  }, 60_000);

  it('20 with one Idempotency-Key make one download', async () => {
    const [resourceId] = publishAssets(1, 10);
    const ask = { as: person, body: { resourceId }, headers: { 'idempotency-key': person } };
    const answers = await times(20, () => service.ask('POST', '/downloads', ask));
    const ids = answers.filter(({ status }) => status === 201).map(({ body }) => body.data.download.id);
    expect(new Set(ids).size).toBe(1);
    const others = answers.filter(({ status }) => status !== 201);
    expect(others.every(({ status, headers }) => status === 409 && headers.has('retry-after'))).toBe(true);
  }, 60_000);
});

describe('the limit of running downloads', () => {
  async function statuses(): Promise<Record<string, number>> {
    const rows: { state: string; count: number }[] = await service.database.query(
      `SELECT status || CASE WHEN queued_at IS NULL THEN '' ELSE ' queued' END AS state, count(*) AS count
         FROM downloads WHERE user_id = $1 GROUP BY 1`,
      [person],
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }

  async function made(count: number): Promise<string[]> {
    const body = { resourceIds: publishAssets(count, 10) };
    const answer = await service.ask('POST', '/downloads/batch', { as: person, body });
    return answer.body.data.downloads.map(({ downloadId }: { downloadId: string }) => downloadId);
  }

  const call = (id: string | undefined, name: string) =>
    service.ask('POST', `/downloads/${id}/${name}`, { as: person });

  it('20 starts at once: three run, 17 wait, and a free place goes to the oldest', async () => {
    const ids = await made(20);
    const answers = await times(20, (index) => call(ids[index], 'start'));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await statuses()).toEqual({ downloading: 3, 'pending queued': 17 });
    const [running] = answers.filter(({ body }) => body.data.download.status === 'downloading');
    const [oldest]: { id: string }[] = await service.database.query(
      `SELECT id FROM downloads WHERE user_id = $1 AND queued_at IS NOT NULL ORDER BY queued_at, id LIMIT 1`,
      [person],
    );
    await call(running?.body.data.download.id, 'pause');
    expect(await statuses()).toEqual({ downloading: 3, 'pending queued': 16, paused: 1 });
    expect(await service.eventsOf(oldest?.id ?? '')).toEqual(['created', 'queued', 'started']);
  }, 60_000);

  it('holds under any mixture of calls, and no place stays empty while somebody waits', async () => {
    const ids = await made(12);
    const names = ['start', 'start', 'start', 'pause', 'cancel'];
    const calls = Array.from(
      { length: 200 },
      () =>
        [
          ids[Math.floor(Math.random() * ids.length)],
          names[Math.floor(Math.random() * names.length)] ?? 'start',
        ] as const,
    );
    const answers = await times(calls.length, (index) =>
      call(calls[index]?.[0], calls[index]?.[1] ?? 'start'),
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    const { downloading = 0, 'pending queued': waiting = 0 } = await statuses();
    expect(downloading).toBeLessThanOrEqual(LIMIT);
    expect(waiting === 0 || downloading === LIMIT).toBe(true);
  }, 60_000);

  it('a resumed one that has to wait is queued under its new generation', async () => {
    const ids = await made(4);
    await call(ids[3], 'start');
    await call(ids[3], 'pause');
    for (const id of ids.slice(0, 3)) await call(id, 'start');
    const { body } = await call(ids[3], 'start');
    expect(body).toMatchObject({ data: { download: { status: 'pending' } }, message: '下载已加入队列' });
    const facts = await service.factsOf(ids[3] ?? '');
    expect(facts.at(-1)?.data).toMatchObject({ generation: 2, status: 'pending' });
    expect(await service.eventsOf(ids[3] ?? '')).toEqual(['created', 'started', 'paused', 'queued']);
  }, 60_000);
});

describe('changes at once', () => {
  it('lose nothing: 20 writers fold 20 pieces of one download', async () => {
    const [assetId = ''] = publishAssets(1, 2000);
    const id = await service.create({ assetId, size: 2000 }, { as: person });
    const downloads = service.app.get(Downloads, { strict: false });
    await times(20, (index) =>
      downloads.update({ id, userId: person }, (download) => {
        const ranges = [{ start: index * 100, end: index * 100 + 100 }];
        const report = transfer({ downloadId: id, ranges, ...fileOf(assetId) });
        const at = new Date();
        const moments = { startedAt: at, lastStartedAt: at, reportedAt: at };
        download.recordTransfer({ ...report, ...moments, downloadId: id, generation: 1 }, at);
      }),
    );
    const { body } = await service.ask('GET', `/downloads/${id}`, { as: person });
    expect(body.data.download).toMatchObject({ status: 'completed', downloaded: 2000 });
    expect(await service.eventsOf(id)).toEqual(['created', 'started', 'completed']);
  }, 60_000);

  it('20 retries of one: one goes through, and its hold stays', async () => {
    const [assetId = ''] = publishAssets(1, 1000);
    const id = await service.create({ assetId, size: 1000 }, { as: person });
    const downloads = service.app.get(Downloads, { strict: false });
    await downloads.update({ id, userId: person }, (download) => download.fail('broken', new Date()));
    const answers = await times(20, () => service.ask('POST', `/downloads/${id}/retry`, { as: person }));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect(answers.filter(({ status }) => status === 409).length).toBe(19);
    await eventually(() => expect(service.quotas.held.get(id)).toMatchObject({ generation: 2 }));
  }, 60_000);
});
