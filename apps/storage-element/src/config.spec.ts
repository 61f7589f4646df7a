import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '@waybill/platform';
import { environment } from './config.js';

const base = {
  DATABASE_URL: 'postgres://u@127.0.0.1/f',
  BUS_DATABASE_URL: 'postgres://u@127.0.0.1/b',
  CALLER_TOKEN_SECRET: 'x'.repeat(32),
  ENTITLEMENTS_URL: 'http://127.0.0.1:1',
  TICKET_PUBLIC_KEYS: JSON.stringify({ keys: [{ kty: 'OKP', kid: 'k1', x: 'x', crv: 'Ed25519' }] }),
};

describe('environment', () => {
  it('keeps files on a disk unless it is told of a bucket', () => {
    expect(readEnvironment(environment, { ...base, STORAGE_ROOT: '/srv' })).toMatchObject({
      STORAGE: 'disk',
      S3_PART_BYTES: 8 * 1024 * 1024,
      DIRECT_UPLOAD_SECONDS: 86_400,
    });
  });

  it('names what each kind of storage lacks', () => {
    expect(() => readEnvironment(environment, base)).toThrow(/STORAGE_ROOT/);
    const read = () => readEnvironment(environment, { ...base, STORAGE: 's3', S3_BUCKET: 'b' });
    expect(read).toThrow(/S3_ACCESS_KEY_ID.*S3_SECRET_ACCESS_KEY/s);
    expect(read).not.toThrow(/STORAGE_ROOT|S3_BUCKET/);
  });

  it.each([
    { S3_PART_BYTES: '1000' },
    { DIRECT_UPLOAD_SECONDS: '604801' },
    { S3_ENDPOINT: 'minio:9000' },
    { STORAGE: 'tape' },
  ])('refuses %j', (wrong) => {
    const [name = ''] = Object.keys(wrong);
    expect(() => readEnvironment(environment, { ...base, STORAGE_ROOT: '/srv', ...wrong })).toThrow(name);
  });
});
