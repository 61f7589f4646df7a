import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, statusOfKind } from '@waybill/kernel';
import { Caller, CallerTokens, RequestContext, ServiceClient } from '../src/index.js';
import { SECRET } from './support/service.js';

const tokens = new CallerTokens('download-sessions', SECRET);
const caller = new Caller({
  subject: 'alice',
  roles: ['premium'],
  tier: 'family',
  service: null,
  requestId: 'r-1',
});
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

let server: Server;
let calls = 0;
let answer: RequestListener;
let client: ServiceClient;
beforeEach(async () => {
  calls = 0;
  server = createServer((request, response) => {
    calls += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new ServiceClient({
    service: 'entitlements',
    baseUrl: `http://127.0.0.1:${port}`,
    timeoutMs: 500,
    tokens,
  });
});
afterEach(async () => {
  await client.onApplicationShutdown();
  server.closeAllConnections();
  server.close();
});

const problem =
  (status: number, body: unknown): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));

async function failure(promise: Promise<unknown>): Promise<DomainError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof DomainError) return error;
  throw new Error('It did not fail with a DomainError');
}

describe('ServiceClient', () => {
  it('calls in its own name on behalf of the caller, within the trace', async () => {
    let body = '';
    let headers: Record<string, unknown> = {};
    answer = (request, response) => {
      ({ headers } = request);
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.writeHead(201).end('{"ok":true}'));
    };
    const facts = { requestId: 'r-1', traceparent };
    const result = await RequestContext.run(facts, () =>
      client.post('/internal/holds', { bytes: 1 }, { actingFor: caller }),
    );
    expect(result).toEqual({ ok: true });
    expect(JSON.parse(body)).toEqual({ bytes: 1 });
    expect(
      await new CallerTokens('entitlements', SECRET).verify(String(headers['x-waybill-caller'])),
    ).toEqual({
      subject: 'alice',
      roles: ['premium'],
      tier: 'family',
      service: 'download-sessions',
    });
    expect(headers['x-request-id']).toBe('r-1');
    expect(String(headers.traceparent).slice(0, 35)).toBe(traceparent.slice(0, 35));
    expect(headers.traceparent).not.toBe(traceparent);
  });

  it.each([
    [403, 'forbidden', 'NOT_PURCHASED'],
    [404, 'not-found', 'ASSET_NOT_FOUND'],
    [409, 'conflict', 'X'],
    [413, 'too-large', 'INSUFFICIENT_STORAGE'],
    [429, 'throttled', 'RATE_LIMITED'],
    [503, 'unavailable', 'NETWORK_ERROR'],
  ] as const)('a refusal of %d is the same DomainError here', async (status, kind, code) => {
    answer = problem(status, { code, detail: 'words', details: { remainingBytes: 5 } });
    const error = await failure(client.get('/x', { actingFor: caller }));
    expect(error).toMatchObject({ kind, code, message: 'words', details: { remainingBytes: 5 } });
  });

  it.each([
    [500, { code: 'SERVER_ERROR', detail: 'x' }],
    [401, { code: 'UNAUTHORIZED', detail: 'x' }],
    [404, 'not a problem'],
  ])('what it cannot answer for, %d %j, is 502', async (status, body) => {
    answer = problem(status, body);
    expect(await failure(client.get('/x', { actingFor: caller }))).toMatchObject({
      kind: 'bad-gateway',
      code: 'NETWORK_ERROR',
    });
  });

  it('no answer in time is a timeout', async () => {
    answer = () => undefined;
    const error = await failure(client.post('/x', {}, { actingFor: caller }));
    expect(statusOfKind(error.kind)).toBe(504);
    expect(error.code).toBe('NETWORK_ERROR');
  });

  it('a silent service is spared, and its callers the wait, until it gives a sign of life', async () => {
    answer = () => undefined;
    const call = () => client.post('/x', {}, { actingFor: caller });
    await Promise.all(Array.from({ length: 10 }, () => failure(call())));
    let asked = 0;
    answer = (request) => void (asked += request.url === '/x' ? 1 : 0);
    const refused = await Promise.all(Array.from({ length: 20 }, () => failure(call())));
    for (const error of refused) expect(error).toMatchObject({ kind: 'unavailable', code: 'NETWORK_ERROR' });
    expect(asked).toBe(0);
    answer = (_request, response) => void response.end('{"n":1}');
    expect(await call()).toEqual({ n: 1 });
  });

  it('no more calls wait than a service may be expected to answer in time', async () => {
    answer = () => undefined;
    const calls = Array.from({ length: 300 }, () => failure(client.post('/x', {}, { actingFor: caller })));
    const kinds = Map.groupBy(await Promise.all(calls), ({ kind }) => kind);
    expect([kinds.get('unavailable')?.length, kinds.get('timeout')?.length]).toEqual([44, 256]);
  });

  it('nobody there is unavailable', async () => {
    server.close();
    server.closeAllConnections();
    const error = await failure(client.get('/x', { actingFor: caller }));
    expect(error).toMatchObject({ kind: 'unavailable', code: 'NETWORK_ERROR' });
  });

  it('a broken connection is tried once more, where twice is once', async () => {
    answer = (request, response) => {
      if (calls === 1) request.socket.destroy();
      else response.end('{"n":2}');
    };
    expect(await client.get('/x', { actingFor: caller })).toEqual({ n: 2 });
    calls = 0;
    expect(await failure(client.post('/x', {}, { actingFor: caller }))).toMatchObject({
      kind: 'unavailable',
    });
    expect(calls).toBe(1);
    calls = 0;
    expect(await client.post('/x', {}, { actingFor: caller, idempotent: true })).toEqual({ n: 2 });
  });

  it('nothing comes of 204', async () => {
    answer = (_request, response) => void response.writeHead(204).end();
    await expect(client.delete('/x', { actingFor: caller })).resolves.toBeUndefined();
  });
});
