import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CallerTokens } from '@waybill/platform';
import { exportJWK } from 'jose';
import { CALLER_SECRET, startGateway, type TestGateway, token, type TokenParts } from './support/gateway.js';
import { Upstream } from './support/upstream.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const status = async (jwt: string, path = '/downloads') =>
  (await gateway.call('GET', path, { token: jwt })).status;
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a bearer token', () => {
  it('that is good passes, and becomes the caller token of its person', async () => {
    const jwt = await token('auth0|alice', {
      claims: { roles: ['premium', 'root', 'analyst'], tier: 'family' },
    });
    expect(await status(jwt)).toBe(200);
    const { headers } = gateway.services['download-sessions'].last;
    const caller = await new CallerTokens('entitlements', CALLER_SECRET).verify(
      String(headers['x-waybill-caller']),
    );
    expect(caller).toEqual({
      subject: 'auth0|alice',
      roles: ['premium', 'analyst'],
      tier: 'family',
      service: null,
    });
    expect(headers.authorization).toBeUndefined();
  });

  it('without roles and tier is a normal free one', async () => {
    expect(await status(await token('bob'))).toBe(200);
    const { headers } = gateway.services['download-sessions'].last;
    const caller = await new CallerTokens('entitlements', CALLER_SECRET).verify(
      String(headers['x-waybill-caller']),
    );
    expect(caller).toMatchObject({ subject: 'bob', roles: ['normal'], tier: 'free' });
  });

  it('becomes one caller token, however often it comes', async () => {
    const jwt = await token('carol');
    await Promise.all([status(jwt), status(jwt), status(jwt)]);
    const minted = gateway.services['download-sessions'].seen
      .slice(-3)
      .map(({ headers }) => headers['x-waybill-caller']);
    expect(new Set(minted).size).toBe(1);
  });

  it.each<[string, TokenParts]>([
    ['of another key', { key: Buffer.from('the secret of another identity provider') }],
    ['of another algorithm', { algorithm: 'HS512' }],
    ['that demands what we do not know', { header: { crit: ['b64'], b64: true } }],
    ['of another issuer', { issuer: 'someone-else' }],
    ['for another audience', { audience: 'another-house' }],
    ['that expired', { expires: -6 }],
    ['without an expiry', { expires: null }],
    ['that is not valid yet', { claims: { nbf: Math.floor(Date.now() / 1000) + 60 } }],
    ['with a subject that is no id', { claims: { sub: 'x' }, header: {} }],
  ])('%s is 401', async (what, parts) => {
    const jwt = await token(what.includes('no id') ? 'a b/c' : 'mallory', parts);
    expect(await status(jwt)).toBe(401);
  });

  it('that expired within the tolerance of 5 s passes', async () => {
    expect(await status(await token('dave', { expires: -3 }))).toBe(200);
  });

  it('without a signature is 401, however its header spells it', async () => {
    const claims = {
      sub: 'mallory',
      iss: 'waybill-local',
      aud: 'waybill',
      exp: 4_000_000_000,
      roles: ['admin'],
    };
    for (const alg of ['none', 'None', 'NONE'])
      expect(await status(`${encode({ alg, typ: 'JWT' })}.${encode(claims)}.`)).toBe(401);
  });

  it('that was changed is 401', async () => {
    const [header, , signature] = (await token('mallory')).split('.');
    const claims = { sub: 'admin', iss: 'waybill-local', aud: 'waybill', exp: 4_000_000_000 };
    expect(await status(`${String(header)}.${encode(claims)}.${String(signature)}`)).toBe(401);
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer a.b.c', 'bearer'])('as %j is 401', async (authorization) => {
    const answer = await gateway.call('GET', '/downloads', { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('is looked at on public paths too: a bad one is 401, none passes', async () => {
    expect((await gateway.call('GET', '/api/storage/tiers')).status).toBe(200);
    expect(gateway.services['storage-quotas'].last.headers['x-waybill-caller']).toBeUndefined();
    expect(await status('rubbish', '/api/storage/tiers')).toBe(401);
    expect((await gateway.call('POST', '/api/storage/tiers')).status).toBe(401);
  });

  it('or a ticket is needed for a file', async () => {
    const path = '/api/v1/files/7d444840-9dc0-11d1-b245-5ffdce74fad2/download';
    expect((await gateway.call('GET', path)).status).toBe(401);
    expect((await gateway.call('GET', `${path}?token=t`)).status).toBe(200);
    expect(gateway.services['storage-element'].last.url).toBe(`${path}?token=t`);
    // Which methods there are is the storage element's to say (RFC 9110, 15.5.6); without a ticket nobody asks it.
    expect((await gateway.call('DELETE', `${path}?token=t`)).status).toBe(200);
    expect((await gateway.call('DELETE', path)).status).toBe(401);
    expect(gateway.lines.join()).not.toContain('token=t');
  });
});

describe('identity headers from outside', () => {
  it('never reach a service', async () => {
    const forged = await new CallerTokens('gateway', CALLER_SECRET).sign({
      subject: 'root',
      roles: ['admin'],
      tier: 'free',
      service: 'analytics',
    });
    const headers = {
      'x-waybill-caller': forged,
      'x-waybill-network': '1.2.3.0/24',
      'x-waybill-anything': '1',
      'x-forwarded-for': '9.9.9.9',
      'x-forwarded-host': 'evil',
      cookie: 'a=b',
      'accept-language': 'ru',
      range: 'bytes=0-',
    };
    expect((await gateway.call('GET', '/downloads', { headers })).status).toBe(401);
    expect((await gateway.call('GET', '/api/storage/tiers', { headers })).status).toBe(200);
    const seen = gateway.services['storage-quotas'].last.headers;
    expect(Object.keys(seen).filter((name) => name.startsWith('x-'))).toEqual([
      'x-waybill-network',
      'x-request-id',
    ]);
    expect(seen['x-waybill-network']).toBe('127.0.0.0/24');
    expect(seen).toMatchObject({ 'accept-language': 'ru', range: 'bytes=0-' });
    expect(seen.cookie).toBeUndefined();
    expect(seen.traceparent).toMatch(/^00-/);
  });

  it('keeps a decent request id and answers with it; what is inner does not go out', async () => {
    const answer = await gateway.call('GET', '/api/storage/tiers', { headers: { 'x-request-id': 'abc-1' } });
    expect(answer.headers.get('x-request-id')).toBe('abc-1');
    expect(gateway.services['storage-quotas'].last.headers['x-request-id']).toBe('abc-1');
    expect(answer.headers.get('x-waybill-inner')).toBeNull();
  });
});

describe('asymmetric keys', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

  it('take RS256 and refuse the public key used as an HMAC secret', async () => {
    const guarded = await startGateway({ JWT_PUBLIC_KEY: pem.replaceAll('\n', '\\n') });
    const call = async (jwt: string) => (await guarded.call('GET', '/downloads', { token: jwt })).status;
    expect(await call(await token('alice', { algorithm: 'RS256', key: privateKey }))).toBe(200);
    expect(await call(await token('alice', { algorithm: 'HS256', key: Buffer.from(pem) }))).toBe(401);
    await guarded.close();
  });

  it('come from a JWKS URL, and from nowhere else; away they are 503', async () => {
    const jwks = new Upstream();
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg: 'RS256' }];
    await jwks.start();
    jwks.handler = (_request, response) => void response.end(JSON.stringify({ keys }));
    const guarded = await startGateway({ JWT_JWKS_URL: `${jwks.url}/jwks` });
    const call = async (kid: string) =>
      (
        await guarded.call('GET', '/downloads', {
          token: await token('alice', { algorithm: 'RS256', key: privateKey, header: { kid } }),
        })
      ).status;
    expect(await call('k1')).toBe(200);
    expect(await call('k2')).toBe(401);
    await jwks.stop();
    expect(await call('k3')).toBe(503);
    await guarded.close();
  });
});
