import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, eventually, type TestDatabase } from '@waybill/testing';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { DataSource } from 'typeorm';
import { idempotencyMigrations, openDatabase } from '../src/index.js';
import { IdempotencyKeys } from '../src/idempotency/idempotency-keys.js';
import { probe } from './support/notes.module.js';
import { alice, startNotes, type TestService, tokens } from './support/service.js';

let one: TestService;
let two: TestService;
beforeAll(async () => {
  one = await startNotes();
  two = await startNotes(one.database);
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await one.database.drop();
});

const add = (service: TestService, key: string, title: string, as = alice) =>
  service.call('POST', '/notes', { as, body: { title, pages: 1 }, headers: { 'idempotency-key': key } });

describe('the same key', () => {
  it('gives the same status and body again, on every replica, and does the work once', async () => {
    const before = probe.made;
    const first = await add(one, 'k-1', 'x');
    const again = await add(two, 'k-1', 'x');
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(again.text).toBe(first.text);
    expect(probe.made).toBe(before + 1);
  });

  it('does not mind the order of names in the body', async () => {
    const headers = { 'idempotency-key': 'k-order' };
    const first = await one.call('POST', '/notes', { as: alice, headers, body: '{"title":"x","pages":2}' });
    const again = await one.call('POST', '/notes', { as: alice, headers, body: '{"pages":2, "title":"x"}' });
    expect(again.text).toBe(first.text);
  });

  it('with another body is 422', async () => {
    await add(one, 'k-2', 'x');
    const other = await add(two, 'k-2', 'y');
    expect(other.status).toBe(422);
    expect(other.json).toMatchObject({ error: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('of another person is another key', async () => {
    const first = await add(one, 'k-3', 'x');
    const other = await add(one, 'k-3', 'x', { ...alice, subject: 'bob' });
    expect(other.headers.get('idempotency-replayed')).toBeNull();
    expect(other.text).not.toBe(first.text);
  });

  it('repeats a refusal too, but not a 5xx', async () => {
    const refused = await add(one, 'k-4', 'taken');
    const again = await add(two, 'k-4', 'taken');
    expect([refused.status, again.status]).toEqual([409, 409]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.json).toMatchObject({ error: { code: 'TAKEN' } });
    const before = probe.made;
    expect((await add(one, 'k-5', 'broken')).status).toBe(500);
    expect((await add(one, 'k-5', 'broken')).status).toBe(500);
    expect(probe.made).toBe(before + 2);
  });

  it('is 409 with Retry-After while the first still runs', async () => {
    const begun = once(probe, 'add:begun');
    const first = add(one, 'k-6', 'slowly');
    await begun;
    const second = await add(two, 'k-6', 'slowly');
    expect(second.status).toBe(409);
    expect(second.headers.get('retry-after')).toBe('1');
    probe.emit('add:end');
    expect((await first).status).toBe(201);
    expect((await add(two, 'k-6', 'slowly')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('twenty at once on two replicas do the work once', async () => {
    const before = probe.made;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => add(index % 2 === 0 ? one : two, 'k-7', 'race')),
    );
    expect(probe.made).toBe(before + 1);
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
    const bodies = new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text));
    expect(bodies.size).toBe(1);
  });

  it('finds its answer though the first client went away in the middle', async () => {
    const begun = once(probe, 'add:begun');
    const request = httpRequest(`${one.url}/notes`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'k-8',
        'x-waybill-caller': await tokens.sign(alice),
      },
    });
    request.on('error', () => undefined);
    request.end(JSON.stringify({ title: 'slowly', pages: 1 }));
    await begun;
    const before = probe.made;
    request.destroy();
    probe.emit('add:end');
    const again = await eventually(async () => {
      const answer = await add(two, 'k-8', 'slowly');
      expect(answer.status).toBe(201);
      return answer;
    });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(probe.made).toBe(before);
  });

  it.each(['', ' ', 'x'.repeat(256)])('is refused when it is none: %j', async (key) => {
    const answer = await add(one, key, 'x');
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
  });
});

describe('a key whose process died', () => {
  let database: TestDatabase;
  let source: DataSource;
  const use = { scope: Buffer.from('scope'), request: Buffer.from('request') };
  beforeAll(async () => {
    database = await createDatabase('idempotency');
    source = await openDatabase({ url: database.url, entities: [], migrations: idempotencyMigrations });
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  it('is free when its lease is over, for exactly one of twenty', async () => {
    const keys = new IdempotencyKeys(source, 1);
    const dead = await keys.claim(use);
    expect(dead.outcome).toBe('first');
    expect((await keys.claim(use)).outcome).toBe('running');
    await source.query(`UPDATE idempotency_keys SET leased_until = now() - interval '1 s'`);
    const claims = await Promise.all(Array.from({ length: 20 }, () => keys.claim(use)));
    expect(claims.filter(({ outcome }) => outcome === 'first')).toHaveLength(1);
    const next = claims.find((claim) => claim.outcome === 'first');
    // The dead one comes back and must not overwrite what is the other's now.
    await keys.keep(use.scope, dead.outcome === 'first' ? dead.owner : '', {
      status: 200,
      headers: {},
      body: 'late',
    });
    expect((await keys.claim(use)).outcome).toBe('running');
    await keys.keep(use.scope, next?.owner ?? '', { status: 201, headers: { a: 'b' }, body: 'text' });
    expect(await keys.claim(use)).toEqual({
      outcome: 'answered',
      answer: { status: 201, headers: { a: 'b' }, body: 'text' },
    });
  });

  it('and one that is a day old is pruned', async () => {
    const keys = new IdempotencyKeys(source);
    await keys.claim({ ...use, scope: Buffer.from('old') });
    await source.query(`UPDATE idempotency_keys SET expires_at = now() - interval '1 s' WHERE scope = $1`, [
      Buffer.from('old'),
    ]);
    expect(await keys.prune()).toBe(1);
    expect(await keys.prune()).toBe(0);
  });
});
