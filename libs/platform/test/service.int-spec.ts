import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { alice, SECRET, startNotes, type TestService } from './support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startNotes();
});
afterAll(async () => {
  await service.stop();
  await service.database.drop();
});

const note = { title: 'x', pages: 3 };

describe('who is asking', () => {
  it.each([
    ['GET', '/notes/mine'],
    ['GET', '/notes/admin'],
    ['POST', '/notes'],
  ])('%s %s without a token is 401', async (method, path) => {
    const answer = await service.call(method, path);
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('takes the caller from the token and the request id from its header', async () => {
    const answer = await service.call('GET', '/notes/mine', {
      as: alice,
      headers: { 'x-request-id': 'r-1' },
    });
    expect(answer.json).toEqual({ subject: 'alice', service: null, requestId: 'r-1' });
    expect(answer.headers.get('x-request-id')).toBe('r-1');
  });

  it('refuses a bad token even where none is needed', async () => {
    expect((await service.call('GET', '/notes/open')).status).toBe(200);
    expect((await service.call('GET', '/notes/open', { as: 'rubbish' })).status).toBe(401);
  });

  it.each([
    ['another key', { alg: 'HS256', typ: 'waybill-caller+jwt' }, `${SECRET}!`, '60s'],
    ['another type', { alg: 'HS256', typ: 'JWT' }, SECRET, '60s'],
    ['another algorithm', { alg: 'HS512', typ: 'waybill-caller+jwt' }, SECRET, '60s'],
    ['its time over', { alg: 'HS256', typ: 'waybill-caller+jwt' }, SECRET, '-10s'],
  ])('refuses a token with %s', async (_what, header, secret, life) => {
    const forged = await new SignJWT({ roles: ['admin'], tier: 'free' })
      .setProtectedHeader(header)
      .setIssuer('gateway')
      .setSubject('mallory')
      .setIssuedAt()
      .setExpirationTime(life)
      .sign(Buffer.from(secret));
    expect((await service.call('GET', '/notes/mine', { as: forged })).status).toBe(401);
  });

  it('asks for a role where one is named, and for a service where it is internal', async () => {
    const admin = { ...alice, roles: ['admin'] as const };
    const analytics = { ...alice, service: 'analytics' };
    const status = async (path: string, as: typeof alice) => (await service.call('GET', path, { as })).status;
    expect(await status('/notes/admin', alice)).toBe(403);
    expect(await status('/notes/admin', admin)).toBe(200);
    expect(await status('/notes/internal', admin)).toBe(403);
    expect(await status('/notes/internal', analytics)).toBe(200);
  });
});

describe('errors', () => {
  it("come in the dialect of their path, in the edition's language or the one that was asked for", async () => {
    const own = await service.call('DELETE', '/notes/7', { as: alice });
    expect(own.status).toBe(404);
    expect(own.json).toMatchObject({
      success: false,
      error: { code: 'NOTE_NOT_FOUND', message: 'There is no note 7', language: 'fr' },
    });
    const asked = await service.call('DELETE', '/notes/7', {
      as: alice,
      headers: { 'accept-language': 'ru, en;q=0.5' },
    });
    expect(asked.json).toMatchObject({ error: { language: 'ru' } });
  });

  it('are problem+json where no dialect covers the path', async () => {
    const answer = await service.call('GET', '/nowhere?token=abc', { headers: { 'x-request-id': 'r-2' } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.json).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at this path',
      instance: '/nowhere',
      code: 'NOT_FOUND',
      requestId: 'r-2',
    });
  });

  it.each([
    ['malformed JSON', '{"title":', {}, 400, 'VALIDATION_FAILED'],
    ['an empty JSON body', '', {}, 400, 'VALIDATION_FAILED'],
    ['a body of 2 MiB', JSON.stringify({ title: 'x'.repeat(2 ** 21) }), {}, 413, 'PAYLOAD_TOO_LARGE'],
    ['a strange media type', '<a/>', { 'content-type': 'text/xml' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('%s is told in the dialect', async (_what, body, headers, status, code) => {
    const answer = await service.call('POST', '/notes', { as: alice, body, headers });
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ success: false, error: { code } });
  });

  it('an unreadable path is 400 in a shape of ours', async () => {
    const answer = await service.call('GET', '/notes/%E0%A4%A', { as: alice });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
  });

  it.each([
    [{ title: 5, pages: 0 }, ['title', 'pages']],
    [{}, ['title', 'pages']],
    [{ title: 'x', pages: '3' }, ['pages']],
  ])('names the wrong fields of %j', async (body, fields) => {
    const answer = await service.call('POST', '/notes', { as: alice, body });
    expect(answer.status).toBe(400);
    const { error } = answer.json as { error: { code: string; details: { fields: { field: string }[] } } };
    expect(error.code).toBe('VALIDATION_FAILED');
    expect([...new Set(error.details.fields.map(({ field }) => field))]).toEqual(fields);
  });

  it('ignores fields that it does not know', async () => {
    const answer = await service.call('POST', '/notes', { as: alice, body: { ...note, user_id: 'bob' } });
    expect(answer.status).toBe(201);
  });

  it('tell nothing of the inside when nobody foresaw them, but are logged with the request', async () => {
    const answer = await service.call('GET', '/notes/broken', {
      as: alice,
      headers: { 'x-request-id': 'r-3' },
    });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('vault');
    expect(answer.json).toMatchObject({ error: { code: 'SERVER_ERROR', requestId: 'r-3' } });
    const line = service.lines.find((one) => one.level === 'error' && one.requestId === 'r-3');
    expect(line).toMatchObject({ context: 'Errors', err: { message: 'select secret from vault' } });
  });
});

describe('around a request', () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('keeps the trace it came with, also after a body was read', async () => {
    const answer = await service.call('POST', '/notes', {
      as: alice,
      body: note,
      headers: { traceparent, 'x-request-id': 'r-4' },
    });
    expect(answer.json.context).toEqual({ requestId: 'r-4', traceparent });
  });

  it('makes a trace and an id of its own for what is no trace and no id', async () => {
    const answer = await service.call('GET', '/notes/open', {
      headers: { traceparent: 'zero', 'x-request-id': 'a b' },
    });
    const { requestId, traceparent: made } = answer.json.context as Record<string, string>;
    expect(made).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('writes one line, without the query', async () => {
    await service.call('GET', '/notes/open?token=hidden', { headers: { 'x-request-id': 'r-5' } });
    const lines = service.lines.filter((line) => line.msg === 'request' && line.path === '/notes/open');
    expect(lines.at(-1)).toMatchObject({ level: 'info', method: 'GET', status: 200 });
    expect(JSON.stringify(service.lines)).not.toContain('hidden');
  });

  it('is ready with its database, and measures', async () => {
    expect((await service.call('GET', '/health/live')).json).toEqual({ status: 'up' });
    expect((await service.call('GET', '/health/ready')).json).toEqual({
      status: 'up',
      checks: { database: { status: 'up' } },
    });
    const { text } = await service.call('GET', '/metrics');
    expect(text).toMatch(
      /http_request_duration_seconds_count\{service="notes",method="GET",route="\/notes\/open",status="200"\} \d/,
    );
    expect(text).toContain('process_cpu_seconds_total');
  });
});
