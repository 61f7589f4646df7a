import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, exportJWK } from 'jose';
import { type CarrierKind, GrantCarrier } from '../application/grant-carrier.js';
import type { Grant } from '../application/grants.js';
import { DirectDelivery } from './direct-delivery.js';
import { PresignedUrlCarrier } from './presigned-url-carrier.js';
import { TicketCarrier } from './ticket-carrier.js';

const issuedAt = new Date('2026-03-01T12:00:00.000Z');
const grant: Grant = {
  grantId: 'gr_1',
  userId: 'u',
  assetId: 'a',
  downloadId: 'dl_1',
  generation: 2,
  fileId: '0192aaaa-0000-7000-8000-000000000001',
  fileName: 'été.mp4',
  mediaType: 'video/mp4',
  etag: '"e"',
  quality: '720p',
  origin: 'store',
  tier: 'premium',
  issuedAt,
  expiresAt: new Date(issuedAt.getTime() + 300_000),
};

describe('TicketCarrier', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const open = (filesUrl: string, rates = {}) =>
    TicketCarrier.open({ privateKey: pem.replaceAll('\n', String.raw`\n`), filesUrl, rates });

  it.each(['https://cdn.example/files', 'https://cdn.example/files/'])(
    'points below %s',
    async (filesUrl) => {
      const url = await (await open(filesUrl)).carry(grant);
      expect(url).toMatch(
        /^https:\/\/cdn\.example\/files\/api\/v1\/files\/0192aaaa-0000-7000-8000-000000000001\/download\?token=[\w.-]+$/,
      );
    },
  );

  it('names its key by the thumbprint of the public one', async () => {
    const url = new URL(await (await open('https://f.example')).carry(grant));
    const { kid } = decodeProtectedHeader(url.searchParams.get('token') ?? '');
    expect(kid).toBe(await calculateJwkThumbprint(await exportJWK(publicKey)));
  });

  it.each([
    [{ premium: 1000 }, 1000],
    [{ free: 1000 }, undefined],
  ])("carries the rate of the person's tier: %j", async (rates, rate) => {
    const url = new URL(await (await open('https://f.example', rates)).carry(grant));
    expect(decodeJwt(url.searchParams.get('token') ?? '').rate).toBe(rate);
  });

  it('refuses a key of another kind', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const other = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(
      TicketCarrier.open({ privateKey: other, filesUrl: 'https://f.example', rates: {} }),
    ).rejects.toThrow();
  });
});

describe('PresignedUrlCarrier', () => {
  it('signs a GET of the object for the public endpoint, for the life of the grant', async () => {
    const carrier = new PresignedUrlCarrier({
      publicEndpoint: 'https://s3.example:9000',
      bucket: 'waybill',
      region: 'eu-west-3',
      accessKeyId: 'key',
      secretAccessKey: 'secret',
      keyPrefix: 'files/',
    });
    const url = new URL(await carrier.carry(grant));
    expect(url.origin + url.pathname).toBe(`https://s3.example:9000/waybill/files/${grant.fileId}`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
      'X-Amz-Credential': 'key/20260301/eu-west-3/s3/aws4_request',
      'X-Amz-Date': '20260301T120000Z',
      'X-Amz-Expires': '300',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
      'X-Amz-SignedHeaders': 'host',
      'response-content-disposition': `attachment; filename="_t_.mp4"; filename*=UTF-8''%C3%A9t%C3%A9.mp4`,
      'response-content-type': 'video/mp4',
      'x-id': 'GetObject',
    });
  });
});

describe('DirectDelivery', () => {
  class Named extends GrantCarrier {
    constructor(private readonly name: CarrierKind) {
      super();
    }
    override kindOf = () => this.name;
    override carry = () => Promise.resolve(this.name);
  }
  const delivery = new DirectDelivery(new Named('presigned-url'), new Named('ticket'));

  it.each<[Grant['origin'], CarrierKind]>([
    ['store', 'presigned-url'],
    ['tasks', 'ticket'],
    ['offline', 'ticket'],
    ['tracking', 'ticket'],
    ['files', 'ticket'],
  ])('carries a grant of %s by %s', async (origin, kind) => {
    expect(delivery.kindOf({ ...grant, origin })).toBe(kind);
    expect(await delivery.carry({ ...grant, origin })).toBe(kind);
  });
});
