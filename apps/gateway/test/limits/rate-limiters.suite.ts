import { beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import type { LimitPolicy, RateLimiter } from '../../src/limits/rate-limiter.js';

const SLOW: LimitPolicy = { name: 'slow', perSecond: 1, burst: 10 };
const QUICK: LimitPolicy = { name: 'quick', perSecond: 20, burst: 2 };

let counter = 0;
const somebody = () => `person:${String(Date.now())}-${String((counter += 1))}`;

/** What every limiter promises; `make` gives one or more that share their count. */
export function behavesAsRateLimiter(name: string, make: () => readonly RateLimiter[]): void {
  describe(`${name} as a rate limiter`, () => {
    let limiters: readonly RateLimiter[];
    beforeEach(() => {
      limiters = make();
    });

    const limiterAt = (index: number): RateLimiter => {
      const limiter = limiters[index % limiters.length];
      if (limiter === undefined) throw new Error('make() gives at least one');
      return limiter;
    };
    const askAtOnce = (key: string, policy: LimitPolicy, times: number) =>
      Promise.all(Array.from({ length: times }, (_, index) => limiterAt(index).consume(key, policy)));

    it('lets a burst pass and no more, of 100 at once', async () => {
      const verdicts = await askAtOnce(somebody(), SLOW, 100);
      expect(verdicts.filter((verdict) => verdict.allowed)).toHaveLength(10);
    });

    it('says what is left, and when', async () => {
      const key = somebody();
      const [first] = await askAtOnce(key, SLOW, 1);
      expect(first).toMatchObject({ allowed: true, remaining: 9, retryAfterSeconds: 0 });
      expect(first?.resetSeconds).toBeCloseTo(1, 0);
      await askAtOnce(key, SLOW, 9);
      const [refused] = await askAtOnce(key, SLOW, 1);
      expect(refused).toMatchObject({ allowed: false, remaining: 0 });
      expect(refused?.retryAfterSeconds).toBeGreaterThan(0);
      expect(refused?.retryAfterSeconds).toBeLessThanOrEqual(1);
      expect(refused?.resetSeconds).toBeGreaterThan(8);
    });

    it('counts for each key by itself', async () => {
      await askAtOnce(somebody(), SLOW, 10);
      const [other] = await askAtOnce(somebody(), SLOW, 1);
      expect(other?.allowed).toBe(true);
    });

    it('lets one more pass when it has earned it', async () => {
      const key = somebody();
      await askAtOnce(key, QUICK, 2);
      const [refused] = await askAtOnce(key, QUICK, 1);
      if (refused?.allowed === false)
        await eventually(async () => expect((await askAtOnce(key, QUICK, 1))[0]?.allowed).toBe(true));
      else throw new Error('It took longer to ask than to earn');
    });
  });
}
