import { describe, expect, it } from '@jest/globals';
import { localIdentityFrom } from './local-identity.js';

const body = (content: unknown) => Buffer.from(JSON.stringify(content));

describe('a local identity', () => {
  it('is a name, a role and a tier', () =>
    expect(localIdentityFrom(body({ name: 'ada', role: 'admin', tier: 'free', more: 1 }))).toEqual({
      name: 'ada',
      role: 'admin',
      tier: 'free',
    }));

  it.each([
    ['name', { name: 'a b', role: 'admin', tier: 'free' }],
    ['role', { name: 'ada', role: 'service', tier: 'free' }],
    ['tier', { name: 'ada', role: 'admin', tier: 'gold' }],
  ])('is refused for its %s', (field, content) =>
    expect(() => localIdentityFrom(body(content))).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        details: { fields: [expect.objectContaining({ field })] },
      }),
    ),
  );

  it.each([null, Buffer.from('{'), Buffer.from('[]')])('is refused for the body %s', (content) =>
    expect(() => localIdentityFrom(content)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' })),
  );
});
