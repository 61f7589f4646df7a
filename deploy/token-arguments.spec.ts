import { describe, expect, it } from '@jest/globals';
import { readTokenArguments, UsageError } from './token-arguments.ts';

describe('readTokenArguments', () => {
  it('asks for nothing but a subject', () =>
    expect(readTokenArguments(['--sub', 'alice'])).toEqual({
      subject: 'alice',
      roles: ['normal'],
      tier: 'free',
      seconds: 3600,
    }));

  it('takes roles, a tier and a life', () =>
    expect(
      readTokenArguments(['--sub', 'bob', '--roles', 'premium,admin', '--tier', 'family', '--ttl', '90s']),
    ).toEqual({ subject: 'bob', roles: ['premium', 'admin'], tier: 'family', seconds: 90 }));

  it('knows when help is wanted', () => expect(readTokenArguments(['--help'])).toBeNull());

  it.each([
    [[]],
    [['--sub', 'a b']],
    [['--sub', 'alice', '--roles', 'root']],
    [['--sub', 'alice', '--tier', 'gold']],
    [['--sub', 'alice', '--ttl', '0s']],
    [['--sub', 'alice', '--ttl', 'soon']],
    [['--sub', 'alice', '--colour', 'red']],
    [['--sub', 'alice', 'bob']],
  ])('refuses %j', (args) => expect(() => readTokenArguments(args)).toThrow(UsageError));
});
