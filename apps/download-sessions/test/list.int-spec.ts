import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServiceFixture } from './service.fixture.js';
import { completing } from './completed-download.js';

const service = new ServiceFixture();
beforeAll(() => service.start({ JOB_INTERVAL_SECONDS: '86400' }), 60_000);
afterAll(() => service.stop(), 60_000);
const completed = completing(service);

describe('the list', () => {
  it('pages, filters, counts', async () => {
    const as = 'lister';
    const done = await completed('l-1', as);
    const cancelled = await service.create({ assetId: 'l-2', type: 'software' }, { as });
    await service.ask('POST', `/downloads/${cancelled}/cancel`, { as });
    const paused = await service.create({ assetId: 'l-3', size: 500 }, { as });
    await service.ask('POST', `/downloads/${paused}/pause`, { as });
    const list = async (query: string) => (await service.ask('GET', `/downloads?${query}`, { as })).body.data;
    const all = await list('');
    expect(all.items.map(({ id }) => id)).toEqual([paused, cancelled, done]);
    expect(all.pagination).toEqual({ page: 1, limit: 20, total: 3, totalPages: 1, hasMore: false });
    expect(all.statistics).toEqual({
      totalDownloads: 3,
      totalSize: 2500,
      completedDownloads: 1,
      failedDownloads: 0,
      activeDownloads: 1,
    });
    expect((await list('limit=2')).pagination).toEqual({
      page: 1,
      limit: 2,
      total: 3,
      totalPages: 2,
      hasMore: true,
    });
    expect((await list('limit=2&page=2')).items.map(({ id }) => id)).toEqual([done]);
    expect((await list('limit=2&page=9')).items).toEqual([]);
    for (const status of ['paused', 'cancelled', 'completed'])
      expect((await list(`status=${status}`)).pagination.total).toBe(1);
    expect((await list('status=all')).pagination.total).toBe(3);
    expect((await list('resourceType=software')).items.map(({ id }) => id)).toEqual([cancelled]);
    expect((await list('resourceType=software&status=completed')).pagination.total).toBe(0);
  });

  it('takes whole days, the last one included', async () => {
    const as = 'dated';
    const id = await service.create({ assetId: 'dated' }, { as });
    await service.database.query(
      `UPDATE downloads SET created_at = '2024-01-25T23:59:59.999Z' WHERE id = $1`,
      [id],
    );
    const total = async (query: string) =>
      (await service.ask('GET', `/downloads?${query}`, { as })).body.data.pagination.total;
    expect(await total('startDate=2024-01-25&endDate=2024-01-25')).toBe(1);
    expect(await total('endDate=2024-01-24')).toBe(0);
    expect(await total('startDate=2024-01-26')).toBe(0);
    expect(await total('startDate=2024-01-25')).toBe(1);
    expect(await total('endDate=2024-01-25&status=completed')).toBe(0);
  });

  it('costs the same for 10 rows and for 100,000: a fixed number of statements that touch a few pages', async () => {
    await fill('hoarder', 100_000);
    await fill('beginner', 10);
    const few = await costOfList('beginner');
    const many = await costOfList('hoarder');
    expect(many.total).toBe(100_000);
    expect(many.statements).toBe(few.statements);
    expect(many.statements).toBeLessThanOrEqual(4);
    // 100,000 rows lie on thousands of pages. The bench has the milliseconds: here they would judge the neighbours.
    expect(many.pages).toBeLessThanOrEqual(few.pages + 100);
  }, 120_000);
});

async function fill(user: string, rows: number): Promise<void> {
  const template = await service.create({ assetId: `of-${user}` }, { as: user });
  await service.database.query(`DELETE FROM downloads WHERE id = $1`, [`${template}-x`]);
  const columns: { name: string }[] = await service.database.query(
    `SELECT column_name AS name FROM information_schema.columns
      WHERE table_name = 'downloads' AND column_name NOT IN ('id', 'status', 'created_at') ORDER BY ordinal_position`,
  );
  const names = columns.map(({ name }) => name).join(', ');
  await service.database.query(
    `INSERT INTO downloads (id, status, created_at, ${names})
     SELECT 'dl_' || md5($2 || n), (ARRAY['completed', 'failed', 'cancelled'])[n % 3 + 1], now() - make_interval(mins => n), ${names}
       FROM downloads, generate_series(1, $3::int) n WHERE id = $1`,
    [template, user, rows - 1],
  );
  await service.database.query('ANALYZE downloads');
}

/** What one look at page 1 asks of the database: how many statements, and how many pages those touch. */
async function costOfList(as: string) {
  const statements: { readonly query: string; readonly parameters: unknown[] }[] = [];
  const { logger } = service.database;
  service.database.logger = Object.assign(Object.create(logger) as typeof logger, {
    logQuery: (query: string, parameters: unknown[] = []) => statements.push({ query, parameters }),
  });
  const { body } = await service
    .ask('GET', '/downloads?limit=20', { as })
    .finally(() => (service.database.logger = logger));
  let pages = 0;
  for (const { query, parameters } of statements) pages += await pagesOf(query, parameters);
  return { statements: statements.length, pages, total: body.data.pagination.total };
}

interface Explained {
  readonly 'QUERY PLAN': readonly { readonly Plan: Readonly<Record<string, number>> }[];
}

async function pagesOf(query: string, parameters: unknown[]): Promise<number> {
  const [explained] = await service.database.query<Explained[]>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${query}`,
    parameters,
  );
  const plan = explained?.['QUERY PLAN'][0]?.Plan ?? {};
  return (plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN);
}
