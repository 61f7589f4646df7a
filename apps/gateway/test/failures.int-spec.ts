import { request as httpRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ServiceName, SERVICES } from '../src/routing/route-table.js';
import { startGateway, type TestGateway, token } from './support/gateway.js';

let gateway: TestGateway;
let jwt: string;
beforeAll(async () => {
  gateway = await startGateway({ UPSTREAM_TIMEOUT_SECONDS: '1', CORS_ORIGINS: 'https://app.example' });
  jwt = await token('alice');
});
afterAll(() => gateway.close());
beforeEach(() => SERVICES.forEach((name) => gateway.services[name].reset()));

/** A path of each edition, its service, and its error as the edition writes it. */
const EDITIONS: [string, string, ServiceName, (code: string, message: string, status: number) => object][] = [
  [
    'tasks',
    '/downloads',
    'download-sessions',
    (code, message) => ({ success: false, error: { code, message } }),
  ],
  [
    'offline',
    '/api/downloads/cleanup',
    'download-sessions',
    (code, message) => ({ success: false, message, code }),
  ],
  [
    'offline or tracking',
    '/api/downloads/start',
    'download-sessions',
    (code, message) => ({ success: false, message, detail: message, code }),
  ],
  [
    'store',
    '/downloads/history',
    'entitlements',
    (code, message, statusCode) => ({ statusCode, message, error: expect.any(String), code }),
  ],
  ['tracking', '/api/downloads/files/popular', 'analytics', (code, detail) => ({ detail, code })],
  ['files', '/api/v1/files/x/download', 'storage-element', (code, detail) => ({ detail, code })],
  [
    'own',
    '/api/v1/assets/a1',
    'entitlements',
    (code, detail, status) => expect.objectContaining({ type: 'about:blank', status, code, detail }),
  ],
];

const english = { 'accept-language': 'en' };

describe.each(EDITIONS)('in the %s edition', (edition, path, service, shape) => {
  it('a missing token is told in its shape', async () => {
    const answer = await gateway.call('GET', path, { headers: english });
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual(shape('UNAUTHORIZED', 'Authentication is required', 401));
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    const type = edition === 'own' ? 'application/problem+json' : 'application/json';
    expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  });

  it.each([
    ['announced', {}],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('a body of 2 MiB, %s, is 413 and reaches nobody', async (_how, headers) => {
    const answer = await post(path, 'x'.repeat(2 * 1024 * 1024), { ...english, ...headers });
    expect(answer.status).toBe(413);
    expect(answer.json).toEqual(shape('PAYLOAD_TOO_LARGE', 'The request body is too large', 413));
    expect(gateway.services[service].seen).toHaveLength(0);
  });

  it('a service that hangs is 504', async () => {
    gateway.services[service].handler = () => undefined;
    const answer = await gateway.call('GET', path, { token: jwt, headers: english });
    expect(answer.status).toBe(504);
    expect(answer.json).toEqual(shape('NETWORK_ERROR', expect.any(String) as never, 504));
  });

  it('a service that breaks off is 502', async () => {
    gateway.services[service].handler = (request) => void request.socket.destroy();
    const answer = await gateway.call('GET', path, { token: jwt, headers: english });
    expect(answer.status).toBe(502);
    expect(answer.json).toEqual(shape('NETWORK_ERROR', expect.any(String) as never, 502));
  });

  it('a service that is away is 503 with Retry-After, and is back when it is back', async () => {
    const { port } = gateway.services[service];
    await gateway.services[service].stop();
    const answer = await gateway.call('POST', path, { token: jwt, headers: english, body: '{}' });
    expect(answer.status).toBe(503);
    expect(answer.json).toEqual(shape('NETWORK_ERROR', expect.any(String) as never, 503));
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const ready = await gateway.call('GET', '/health/ready');
    expect(ready.status).toBe(503);
    expect(ready.json).toMatchObject({ checks: { [service]: { status: 'down' } } });
    await gateway.services[service].start(port);
    expect((await gateway.call('GET', path, { token: jwt })).status).toBe(200);
  });
});

it('a method that nobody knows is 405 in the words of the edition', async () => {
  const answer = await gateway.call('QUERY', '/downloads/history', { token: jwt, headers: english });
  expect([answer.status, answer.json]).toEqual([405, expect.objectContaining({ statusCode: 405 })]);
});

it.each([
  ['QUERY', '/downloads/history', 'GET, HEAD'],
  ['QUERY', '/downloads', 'GET, HEAD, POST'],
  ['QUERY', '/downloads/cleanup', 'DELETE'],
  ['QUERY', '/api/downloads/x1', 'DELETE'],
  ['QUERY', '/api/v1/files/7d444840-9dc0-11d1-b245-5ffdce74fad2/download?token=t', 'GET, HEAD'],
  ['QUERY', '/nowhere/at/all', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'],
])('%s %s is told what its path allows, as its service would', async (method, path, allowed) => {
  const answer = await gateway.call(method, path, { token: jwt });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
});

it('a GET whose announced body never comes is 408, and ends its connection', async () => {
  const { hostname, port } = new URL(gateway.url);
  const request = httpRequest({
    hostname,
    port,
    path: '/downloads',
    headers: { ...english, authorization: `Bearer ${jwt}`, 'content-length': '5' },
  });
  request.on('error', () => undefined);
  request.flushHeaders();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  expect([answer.statusCode, answer.headers.connection]).toEqual([408, 'close']);
  expect(JSON.parse(await text(answer))).toMatchObject({ error: { code: 'REQUEST_TIMEOUT' } });
  expect(gateway.services['download-sessions'].seen).toHaveLength(0);
});

describe('what a service answers', () => {
  it('goes out as it is: status, body, repeated headers', async () => {
    gateway.services['download-sessions'].handler = (_request, response) => {
      response.writeHead(
        409,
        [
          ['content-type', 'application/json'],
          ['link', '<a>; rel=next'],
          ['link', '<b>; rel=prev'],
          ['retry-after', '7'],
          ['connection', 'x-hop'],
          ['x-hop', '1'],
        ].flat(),
      );
      response.end('{ "success":false,  "odd":1}');
    };
    const answer = await gateway.call('GET', '/downloads', { token: jwt });
    expect(answer.status).toBe(409);
    expect(answer.text).toBe('{ "success":false,  "odd":1}');
    expect(answer.headers.get('link')).toBe('<a>; rel=next, <b>; rel=prev');
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.headers.get('x-hop')).toBeNull();
  });

  it('to malformed JSON is its own: the gateway does not read bodies', async () => {
    const answer = await gateway.call('POST', '/downloads', { token: jwt, body: '{"a":' });
    expect(answer.json).toEqual({ method: 'POST', url: '/downloads', body: '{"a":' });
  });

  it('to a call without a body is asked for without one', async () => {
    const headers = { 'content-type': 'application/json' };
    await gateway.call('POST', '/downloads/dl_1/pause', { token: jwt, headers });
    const { last } = gateway.services['download-sessions'];
    expect(last).toMatchObject({ method: 'POST', url: '/downloads/dl_1/pause', body: '' });
    expect(last.headers['transfer-encoding']).toBeUndefined();
  });

  it('keeps the path and query byte for byte', async () => {
    const path = '/api/v1/assets/a%40b?q=%C3%A9&x=a+b&x=&y';
    await gateway.call('GET', path, { token: jwt });
    expect(gateway.services.entitlements.last.url).toBe(path);
  });
});

describe('a path that nobody answers', () => {
  it.each([
    ['/nowhere', 'application/problem+json; charset=utf-8'],
    ['/metrics', 'application/problem+json; charset=utf-8'],
    ['/internal/holds', 'application/problem+json; charset=utf-8'],
    ['/downloads/../internal/holds', 'application/json; charset=utf-8'],
    ['/downloads//x', 'application/json; charset=utf-8'],
    ['/downloads/a%2Fb', 'application/json; charset=utf-8'],
  ])('%s is 404', async (path, type) => {
    const answer = await raw(path);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toBe(type);
    expect(SERVICES.flatMap((name) => gateway.services[name].seen)).toHaveLength(0);
  });
});

describe('the edge', () => {
  it('is ready when every service is', async () => {
    const answer = await gateway.call('GET', '/health/ready');
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.json.checks as object).sort()).toEqual([...SERVICES].sort());
  });

  it('answers a preflight of a known origin, and only of that', async () => {
    const preflight = (origin: string) =>
      gateway.call('OPTIONS', '/downloads', { headers: { origin, 'access-control-request-method': 'POST' } });
    expect((await preflight('https://app.example')).headers.get('access-control-allow-origin')).toBe(
      'https://app.example',
    );
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('sends security headers on every answer', async () => {
    for (const path of ['/downloads', '/nowhere', '/health/live']) {
      const { headers } = await gateway.call('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    }
  });
});

async function post(path: string, body: string, headers: Record<string, string>) {
  const request = httpRequest(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json', ...headers },
  });
  request.on('error', () => undefined);
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request.end(body);
  const [answer] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: answer.statusCode, json: JSON.parse(Buffer.concat(chunks).toString()) as object };
}

/** Without a client's tidying of the path. */
async function raw(path: string): Promise<IncomingMessage> {
  const { hostname, port } = new URL(gateway.url);
  const request = httpRequest({ hostname, port, path, headers: { authorization: `Bearer ${jwt}` } });
  request.end();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
}
