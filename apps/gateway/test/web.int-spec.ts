import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { startGateway, type TestGateway } from './support/gateway.js';

const SCRIPT = `console.log(${JSON.stringify('x'.repeat(4_000))});`;

let folder: string;
let open: TestGateway;
let closed: TestGateway;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-web-'));
  const root = join(folder, 'dist');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<!doctype html><title>Waybill</title>');
  await writeFile(join(root, 'assets', 'index-abc123.js'), SCRIPT);
  await writeFile(join(root, 'assets', '.secret.js'), 'hidden');
  await writeFile(join(folder, 'outside.js'), 'outside');
  open = await startGateway({ DASHBOARD_ROOT: root, LOCAL_SIGN_IN: 'true', RATE_LIMIT_ADDRESS_BURST: '20' });
  closed = await startGateway({
    DASHBOARD_ROOT: root,
    OIDC_AUTHORITY: 'https://id.example/realms/one',
    OIDC_CLIENT_ID: 'waybill',
    JWT_CLAIM_ROLES: 'groups',
  });
}, 60_000);

afterAll(async () => {
  await Promise.all([open.close(), closed.close()]);
  await rm(folder, { recursive: true });
}, 60_000);

/** The path as it is written: `fetch` would resolve the dots away. */
function statusOf(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(open.url, { path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.on('error', reject).end();
  });
}

describe('the dashboard', () => {
  it.each(['/', '/index.html'])('is at %s, asked for each time', async (path) => {
    const { status, headers, text } = await open.call('GET', path);
    expect(status).toBe(200);
    expect(text).toContain('<title>Waybill</title>');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
    const again = await open.call('GET', path, { headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
  });

  it('may run only what comes from here', async () => {
    const policy = (await open.call('GET', '/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('may call the identity provider where there is one', async () => {
    const policy = (await closed.call('GET', '/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("connect-src 'self' https://id.example;");
  });

  it('keeps hashed files forever and compresses them', async () => {
    const answer = await open.call('GET', '/assets/index-abc123.js', {
      headers: { 'accept-encoding': 'br, gzip' },
    });
    expect(answer.text).toBe(SCRIPT);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('vary')).toContain('accept-encoding');
  });

  it.each([
    ['br;q=1, gzip', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', undefined],
  ])('answers accept-encoding %s with %s', async (accepted, coding) => {
    const encoded = await new Promise<{ coding: unknown; body: Buffer }>((resolve, reject) => {
      httpRequest(
        `${open.url}/assets/index-abc123.js`,
        { headers: { 'accept-encoding': accepted } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ coding: answer.headers['content-encoding'], body: Buffer.concat(chunks) }),
          );
        },
      )
        .on('error', reject)
        .end();
    });
    expect(encoded.coding).toBe(coding);
    if (coding === 'br') expect(brotliDecompressSync(encoded.body).toString()).toBe(SCRIPT);
    if (coding === undefined) expect(encoded.body.toString()).toBe(SCRIPT);
    else expect(encoded.body.length).toBeLessThan(SCRIPT.length / 4);
  });

  it.each([
    '/assets/../outside.js',
    '/assets/../../outside.js',
    '/assets/..%2f..%2foutside.js',
    '/assets/%2e%2e%2f%2e%2e%2foutside.js',
    '/assets/..%5c..%5coutside.js',
    '/assets/.secret.js',
    '/assets/nothing.js',
    '/assets/',
  ])('gives nothing away at %s', async (path) => expect(await statusOf(path)).toBe(404));

  it('answers HEAD without a body', async () => {
    const { status, text } = await open.call('HEAD', '/');
    expect([status, text]).toEqual([200, '']);
  });
});

describe('signing in', () => {
  it('tells the page how', async () => {
    expect((await open.call('GET', '/dashboard/config.json')).json).toEqual({
      oidc: null,
      localSignIn: true,
      claims: { subject: 'sub', roles: 'roles' },
    });
    expect((await closed.call('GET', '/dashboard/config.json')).json).toEqual({
      oidc: {
        authority: 'https://id.example/realms/one',
        clientId: 'waybill',
        scope: 'openid profile',
        resource: null,
      },
      localSignIn: false,
      claims: { subject: 'sub', roles: 'groups' },
    });
  });

  const identity = { name: 'ada', role: 'admin', tier: 'premium' };

  it('gives out a token that this door takes', async () => {
    const { status, json, headers } = await open.call('POST', '/dashboard/sign-in', {
      body: JSON.stringify(identity),
    });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    const answer = await open.call('GET', '/downloads', { token: String(json.token) });
    expect(answer.status).toBe(200);
  });

  it('names what is wrong', async () => {
    const body = JSON.stringify({ ...identity, role: 'service' });
    const { status, json } = await open.call('POST', '/dashboard/sign-in', { body });
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(json.detail).toMatch(/^role:/);
  });

  it('does not exist where it was not opened', async () => {
    const { status } = await closed.call('POST', '/dashboard/sign-in', { body: JSON.stringify(identity) });
    expect(status).toBe(404);
  });

  it('is limited by address', async () => {
    const tries = await Promise.all(
      Array.from({ length: 40 }, () =>
        open.call('POST', '/dashboard/sign-in', { body: JSON.stringify(identity) }),
      ),
    );
    expect(tries.map(({ status }) => status)).toContain(429);
  });
});

describe('the contracts', () => {
  it.each([
    ['/openapi.json', 'openapi'],
    ['/openapi/tasks.json', 'openapi'],
    ['/openapi/offline.json', 'openapi'],
    ['/openapi/store.json', 'openapi'],
    ['/openapi/tracking.json', 'openapi'],
    ['/openapi/files.json', 'openapi'],
    ['/openapi/waybill.json', 'openapi'],
    ['/asyncapi.json', 'asyncapi'],
  ])('%s is public', async (path, key) => {
    const { status, json } = await closed.call('GET', path);
    expect(status).toBe(200);
    expect(json[key]).toMatch(/^3\./);
  });

  it.each(['/openapi/none.json', '/openapi/..%2fevents%2fwaybill.json', '/docs/ui/package.json.map'])(
    '%s is not there',
    async (path) => expect(await statusOf(path)).toBe(404),
  );

  it('are browsed without inline scripts, every edition to choose', async () => {
    const { status, text, headers } = await closed.call('GET', '/docs');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    const scripts = [...text.matchAll(/(?:src|href)="(\/docs[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(scripts.length).toBeGreaterThanOrEqual(4);
    for (const path of scripts) expect((await closed.call('GET', path)).status).toBe(200);
    expect(text).not.toMatch(/<script>|onload=|style=/);
    const { text: starter } = await closed.call('GET', '/docs/start.js');
    for (const url of starter.matchAll(/"url":"([^"]+)"/g))
      expect((await closed.call('GET', url[1] ?? '')).status).toBe(200);
  });

  it('show every topic and every event', async () => {
    const { text } = await closed.call('GET', '/docs/events');
    const { json } = await closed.call('GET', '/asyncapi.json');
    const { channels, components } = json as {
      channels: Record<string, { address: string }>;
      components: { messages: Record<string, { name: string }> };
    };
    for (const { address } of Object.values(channels)) expect(text).toContain(`<section id="${address}">`);
    for (const { name } of Object.values(components.messages)) expect(text).toContain(`<code>${name}</code>`);
    expect(text).not.toContain('<script');
  });
});
