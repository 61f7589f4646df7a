import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '@waybill/platform';
import { environment } from './config.js';

const base = {
  DATABASE_URL: 'postgres://u@127.0.0.1/e',
  BUS_DATABASE_URL: 'postgres://u@127.0.0.1/b',
  CALLER_TOKEN_SECRET: 'x'.repeat(32),
  STORAGE_ELEMENT_URL: 'http://127.0.0.1:1',
  FILES_PUBLIC_URL: 'http://127.0.0.1:2',
  TICKET_PRIVATE_KEY: 'pem',
};

describe('environment', () => {
  it('has the defaults that the design gives', () => {
    expect(readEnvironment(environment, base)).toMatchObject({
      LINK_SECONDS: 43_200,
      PLACE_LEASE_SECONDS: 300,
      DELIVERY: 'ticket',
    });
  });

  it('names what direct delivery lacks', () => {
    const read = () => readEnvironment(environment, { ...base, DELIVERY: 'direct', S3_BUCKET: 'b' });
    expect(read).toThrow(/S3_PUBLIC_ENDPOINT.*S3_ACCESS_KEY_ID.*S3_SECRET_ACCESS_KEY/s);
    expect(read).not.toThrow(/S3_BUCKET/);
  });
});
