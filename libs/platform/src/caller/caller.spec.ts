import { describe, expect, it } from '@jest/globals';
import { Caller, type Role } from './caller.js';
import { CallerTokens } from './caller-tokens.js';
import { ExpiringCache } from './expiring-cache.js';

const caller = (roles: readonly Role[]) =>
  new Caller({ subject: 'alice', roles, tier: 'free', service: null, requestId: 'r' });

describe('Caller.may', () => {
  it.each<[Role[], string, boolean]>([
    [['normal'], 'alice', true],
    [['normal', 'premium', 'analyst'], 'bob', false],
    [['admin'], 'bob', true],
    [['service'], 'bob', true],
    [[], 'alice', true],
  ])('with %j for %s: %s', (roles, userId, may) => expect(caller(roles).may(userId)).toBe(may));
});

describe('CallerTokens', () => {
  const tokens = new CallerTokens('gateway', 'x'.repeat(32));

  it('mint one token for the same person and another for another', async () => {
    const alice = await tokens.sign(caller(['normal']));
    expect(await tokens.sign(caller(['normal']))).toBe(alice);
    expect(await tokens.sign(caller(['admin']))).not.toBe(alice);
  });

  it('verify what they minted, and nothing else', async () => {
    const token = await tokens.sign({
      subject: 'a|b',
      roles: ['premium'],
      tier: 'family',
      service: 'analytics',
    });
    expect(await tokens.verify(token)).toEqual({
      subject: 'a|b',
      roles: ['premium'],
      tier: 'family',
      service: 'analytics',
    });
    expect(await new CallerTokens('x', 'y'.repeat(32)).verify(token)).toBeNull();
    for (const bad of ['', 'a.b.c', `${token}x`, token.slice(0, -2)])
      expect(await tokens.verify(bad)).toBeNull();
  });
});

describe('ExpiringCache', () => {
  it('forgets what is past its time, and the least used when it is full', () => {
    const cache = new ExpiringCache<number>(2);
    cache.set('a', 1, 100);
    cache.set('b', 2, 200);
    expect(cache.get('a', 50)).toBe(1);
    cache.set('c', 3, 200);
    expect(cache.get('b', 50)).toBeUndefined();
    expect(cache.get('a', 100)).toBeUndefined();
    expect(cache.get('c', 100)).toBe(3);
    expect(cache.size).toBe(1);
  });
});
