import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type JWTHeaderParameters, SignJWT, UnsecuredJWT } from 'jose';
import { send } from '../contract/world.js';

const secret = () => new TextEncoder().encode(process.env.WAYBILL_JWT_SECRET);
const base = (header: JWTHeaderParameters = { alg: 'HS256' }) =>
  new SignJWT({ roles: ['admin'], tier: 'family' })
    .setProtectedHeader(header)
    .setSubject('mallory')
    .setIssuer('waybill-local')
    .setAudience('waybill')
    .setIssuedAt()
    .setExpirationTime('1h');

const claims = { sub: 'mallory', iss: 'waybill-local', aud: 'waybill', roles: ['admin'] };
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const get = (authorization?: string) =>
  send('/downloads', { headers: authorization === undefined ? {} : { authorization } });

describe('the gate', () => {
  it('lets a good token in', async () =>
    expect(await get(`Bearer ${await base().sign(secret())}`)).toMatchObject({ status: 200 }));

  it.each<[string, () => string | undefined | Promise<string>]>([
    ['no token', () => undefined],
    ['an empty one', () => 'Bearer '],
    ['another scheme', () => 'Basic YWxpY2U6c2VjcmV0'],
    ['nonsense', () => 'Bearer not.a.token'],
    ['an expired one', () => base().setExpirationTime('-1m').sign(secret())],
    ['one that is not valid yet', () => base().setNotBefore('5m').sign(secret())],
    ['another key', () => base().sign(new TextEncoder().encode('x'.repeat(64)))],
    ['another issuer', () => base().setIssuer('somebody-else').sign(secret())],
    ['another audience', () => base().setAudience('another-system').sign(secret())],
    ['no audience', () => signed({ sub: 'mallory', iss: 'waybill-local' })],
    ['no subject', () => signed({ iss: 'waybill-local', aud: 'waybill' })],
    ['a subject that is no id', () => base().setSubject('a/../b').sign(secret())],
    ['alg none', () => new UnsecuredJWT(claims).setExpirationTime('1h').encode()],
    ['alg None with a signature', async () => withHeader(await base().sign(secret()), { alg: 'None' })],
    ['HS512 where HS256 is agreed', () => base({ alg: 'HS512' }).sign(secret())],
    ['an asymmetric one', () => base({ alg: 'EdDSA' }).sign(keyPair().privateKey)],
    ['its own key in the header', () => withOwnKey()],
    ['changed claims', async () => withPayload(await base().sign(secret()), { ...claims, sub: 'alice' })],
    ['no signature', async () => (await base().sign(secret())).split('.').slice(0, 2).join('.') + '.'],
  ])('refuses %s', async (_name, make) => {
    const token = await make();
    const authorization = token === undefined || token.includes(' ') ? token : `Bearer ${token}`;
    const answer = await get(authorization);
    expect(answer).toMatchObject({ status: 401, body: { success: false, error: { code: 'UNAUTHORIZED' } } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it.each(['x-waybill-caller', 'x-user-id', 'x-forwarded-user'])(
    'takes no identity from %s',
    async (header) => {
      const forged = await signed({ iss: 'gateway', sub: 'mallory', roles: ['admin'], tier: 'family' });
      expect(await send('/downloads', { headers: { [header]: forged } })).toMatchObject({ status: 401 });
    },
  );

  it('throws away a caller token that came with a good bearer token', async () => {
    const forged = await signed({ iss: 'gateway', sub: 'alice', roles: ['admin'], tier: 'family' });
    const normal = await base().setSubject('plain').sign(secret());
    const asNormal = await new SignJWT({ roles: ['normal'], tier: 'free' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('plain')
      .setIssuer('waybill-local')
      .setAudience('waybill')
      .setExpirationTime('1h')
      .sign(secret());
    const put = (token: string) =>
      send('/api/v1/subscriptions/plain', {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'x-waybill-caller': forged,
        },
        body: JSON.stringify({ tier: 'free' }),
      });
    expect(await put(asNormal)).toMatchObject({ status: 403 });
    expect([200, 201]).toContain((await put(normal)).status);
  });

  it('keeps what is between services inside', async () => {
    const token = await base().sign(secret());
    const answers = await Promise.all(
      ['/internal/decisions', '/internal/holds', '/metrics', '/internal/places/x'].map((path) =>
        send(path, { headers: { authorization: `Bearer ${token}` } }),
      ),
    );
    for (const answer of answers) expect(answer).toMatchObject({ status: 404 });
  });
});

const keyPair = () => generateKeyPairSync('ed25519');

const signed = (payload: Record<string, unknown>) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(secret());

function withOwnKey(): Promise<string> {
  const { privateKey, publicKey } = keyPair();
  const jwk = publicKey.export({ format: 'jwk' });
  return base({ alg: 'EdDSA', jwk }).sign(privateKey);
}

function withHeader(token: string, header: object): string {
  return [encode(header), ...token.split('.').slice(1)].join('.');
}

function withPayload(token: string, payload: object): string {
  const [header = '', , signature = ''] = token.split('.');
  return [header, encode(payload), signature].join('.');
}
