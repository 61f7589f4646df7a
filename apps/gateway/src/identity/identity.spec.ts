import { describe, expect, it } from '@jest/globals';
import { identityOf } from './identity.js';

const names = { subject: 'sub', roles: 'roles', tier: 'tier' };
const exp = 2_000_000_000;

describe('identityOf', () => {
  it.each([
    [
      { sub: 'a', exp },
      { subject: 'a', roles: ['normal'], tier: 'free' },
    ],
    [
      { sub: 'a', exp, roles: ['admin', 'god', 7], tier: 'family' },
      { roles: ['admin'], tier: 'family' },
    ],
    [
      { sub: 'a', exp, roles: 'admin', tier: 'gold' },
      { roles: ['normal'], tier: 'free' },
    ],
    [{ sub: 'a', exp, roles: [] }, { roles: [] }],
  ])('reads %j', (payload, identity) => expect(identityOf(payload, names)).toMatchObject(identity));

  it.each([
    { exp },
    { sub: '', exp },
    { sub: 'a b', exp },
    { sub: 7, exp },
    { sub: 'a' },
    { sub: 'a', exp: 'soon' },
  ])('sees nobody in %j', (payload) => expect(identityOf(payload, names)).toBeNull());

  it('takes the names of the claims from the settings', () =>
    expect(
      identityOf(
        { 'https://id/roles': ['analyst'], uid: 'u', plan: 'premium', exp },
        { subject: 'uid', roles: 'https://id/roles', tier: 'plan' },
      ),
    ).toMatchObject({ subject: 'u', roles: ['analyst'], tier: 'premium' }));
});
