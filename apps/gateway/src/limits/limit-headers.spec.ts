import { describe, expect, it } from '@jest/globals';
import { limitHeaders, mergeLimit } from './limit-headers.js';
import { MemoryRateLimiter } from './memory-rate-limiter.js';

const policy = { name: 'person', perSecond: 100, burst: 500 };

describe('limitHeaders', () => {
  it('writes the draft and the older fields', () =>
    expect(
      limitHeaders(policy, { allowed: true, remaining: 499, resetSeconds: 0.01, retryAfterSeconds: 0 }),
    ).toEqual({
      'ratelimit-policy': '"person";q=500;w=5',
      ratelimit: '"person";r=499;t=1',
      'x-ratelimit-limit': '500',
      'x-ratelimit-remaining': '499',
      'x-ratelimit-reset': '1',
    }));
});

describe('mergeLimit', () => {
  it.each([
    [undefined, 'b', 'b'],
    ['a', 'b', 'a, b'],
    [['a', 'c'], 'b', 'a, c, b'],
    ['', 'b', 'b'],
    [undefined, undefined, undefined],
  ])('of %j and %j is %j', (theirs, ours, merged) => expect(mergeLimit(theirs, ours)).toBe(merged));
});

describe('MemoryRateLimiter', () => {
  it('forgets who is at rest', async () => {
    let now = 0;
    const limiter = new MemoryRateLimiter(() => now);
    for (let index = 0; index < 9_000; index += 1) await limiter.consume(`a${index}`, policy);
    expect(limiter.size).toBe(9_000);
    now = 60_000;
    for (let index = 0; index < 1_000; index += 1) await limiter.consume('b', policy);
    expect(limiter.size).toBe(1);
  });
});
