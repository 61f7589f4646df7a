import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { admin, RunningEntitlements } from './running-entitlements.js';
import { fresh, published } from './scenery.js';

describe('the list of the catalogue', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(() => running.stop());

  it('lists what is offered, the latest first, by type, category and part of the title', async () => {
    const [type, category] = [fresh('type'), fresh('category')];
    const made: string[] = [];
    for (const title of ['First castle', 'Second CASTLE 100%', 'A tower']) {
      running.clock.advance(1);
      made.push((await published(running, { type, category, title })).assetId);
    }
    const gone = await published(running, { type, category, title: 'A removed castle' });
    await running.ask('DELETE', `/api/v1/assets/${gone.assetId}`, admin);
    const list = async (query: string) => {
      const { body } = await running.ask('GET', `/api/v1/assets?type=${type}&${query}`, { sub: 'u' });
      return [(body.data as { id: string }[]).map(({ id }) => made.indexOf(id)), body.meta];
    };
    expect(await list('')).toEqual([[2, 1, 0], { total: 3, page: 1, limit: 20, totalPages: 1 }]);
    expect(await list('limit=2&page=2')).toEqual([[0], { total: 3, page: 2, limit: 2, totalPages: 2 }]);
    expect(await list('limit=2&page=9')).toEqual([[], { total: 3, page: 9, limit: 2, totalPages: 2 }]);
    expect(await list('q=castle')).toEqual([[1, 0], expect.objectContaining({ total: 2 })]);
    expect(await list('q=0%25')).toEqual([[1], expect.objectContaining({ total: 1 })]);
    expect(await list('q=_')).toEqual([[], expect.objectContaining({ total: 0, totalPages: 0 })]);
    expect(await list(`category=${category}`)).toEqual([[2, 1, 0], expect.anything()]);
    expect(await list('category=other')).toEqual([[], expect.anything()]);
  });

  it.each(['page=0', 'limit=0', 'limit=101', 'page=-1', 'limit=x', 'q=a&q=b'])(
    'refuses to list %s',
    async (query) => {
      const answer = await running.ask('GET', `/api/v1/assets?${query}`, { sub: 'u' });
      expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    },
  );

  it('lists 100 with as many statements as 1', async () => {
    const type = fresh('type');
    await Promise.all(Array.from({ length: 12 }, () => published(running, { type })));
    const count = async (limit: number) => {
      const statements: string[] = [];
      const stop = watchStatements(running.dataSource, statements);
      const { body } = await running.ask('GET', `/api/v1/assets?type=${type}&limit=${String(limit)}`, {
        sub: 'u',
      });
      stop();
      expect(body.data).toHaveLength(Math.min(limit, 12));
      return statements.filter((sql) => sql.includes('FROM assets')).length;
    };
    expect([await count(1), await count(100)]).toEqual([2, 2]);
  });
});

interface Queryable {
  query(...args: unknown[]): unknown;
}

/** Notes each statement that goes to the database until the returned function is called. */
function watchStatements({ driver }: DataSource, statements: string[]): () => void {
  const { master } = driver as unknown as { master: { Client: { prototype: Queryable } } };
  const { prototype } = master.Client;
  const query = Reflect.get<Queryable, 'query'>(prototype, 'query');
  prototype.query = function (...args) {
    const [first] = args;
    statements.push(typeof first === 'string' ? first : (first as { text: string }).text);
    return Reflect.apply(query, this, args);
  };
  return () => {
    prototype.query = query;
  };
}
