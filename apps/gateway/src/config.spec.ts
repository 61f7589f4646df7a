import { describe, expect, it } from '@jest/globals';
import { type EnvironmentError, readEnvironment } from '@waybill/platform';
import { algorithmsOf, environment } from './config.js';

const base = {
  CALLER_TOKEN_SECRET: 'c'.repeat(32),
  DOWNLOAD_SESSIONS_URL: 'http://127.0.0.1:1',
  STORAGE_QUOTAS_URL: 'http://127.0.0.1:2',
  ENTITLEMENTS_URL: 'http://127.0.0.1:3',
  STORAGE_ELEMENT_URL: 'http://127.0.0.1:4',
  ANALYTICS_URL: 'http://127.0.0.1:5',
  JWT_ISSUER: 'i',
  JWT_AUDIENCE: 'a',
};
const secret = { ...base, JWT_SECRET: 's'.repeat(32) };

function complaints(variables: Record<string, string>): readonly string[] {
  try {
    readEnvironment(environment, variables);
    return [];
  } catch (error) {
    return (error as EnvironmentError).variables;
  }
}

describe('the environment of the gateway', () => {
  it('has the limits of the design by default', () =>
    expect(readEnvironment(environment, secret)).toMatchObject({
      RATE_LIMIT_PERSON_PER_SECOND: 100,
      RATE_LIMIT_PERSON_BURST: 500,
      RATE_LIMIT_ADDRESS_PER_SECOND: 20,
      RATE_LIMIT_ADDRESS_BURST: 100,
      JWT_CLOCK_TOLERANCE_SECONDS: 5,
      BODY_LIMIT_BYTES: 1_048_576,
      TRUST_PROXY: false,
    }));

  it('takes exactly one kind of key', () => {
    expect(complaints(base)).toEqual([expect.stringContaining('JWT_SECRET')]);
    expect(complaints({ ...secret, JWT_JWKS_URL: 'https://id.example/keys' })).toEqual([
      expect.stringContaining('exactly one'),
    ]);
  });

  it.each([
    ['none', secret],
    ['NONE', secret],
    ['HS256,none', secret],
    ['RS256', secret],
    ['HS256', { ...base, JWT_JWKS_URL: 'https://id.example/keys' }],
  ])('refuses the algorithms %s where they do not fit the key', (JWT_ALGORITHMS, variables) =>
    expect(complaints({ ...variables, JWT_ALGORITHMS })).toEqual([expect.stringMatching(/^JWT_ALGORITHMS/)]),
  );

  it('chooses algorithms by the key', () => {
    expect(algorithmsOf(readEnvironment(environment, secret))).toEqual(['HS256']);
    const jwks = readEnvironment(environment, { ...base, JWT_JWKS_URL: 'https://id.example/keys' });
    expect(algorithmsOf(jwks)).toEqual(['RS256', 'ES256']);
  });

  it.each([
    ['true', true],
    ['false', false],
    ['10.0.0.0/8, 127.0.0.1', ['10.0.0.0/8', '127.0.0.1']],
  ])('reads TRUST_PROXY %s', (TRUST_PROXY, value) =>
    expect(readEnvironment(environment, { ...secret, TRUST_PROXY }).TRUST_PROXY).toEqual(value),
  );
});
