import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gcra } from './gcra.js';
import type { LimitPolicy } from './rate-limiter.js';

const policies = fc.record({
  name: fc.constant('p'),
  perSecond: fc.integer({ min: 1, max: 1000 }),
  burst: fc.integer({ min: 1, max: 1000 }),
});
const gaps = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 400 });
const START = 1_700_000_000_000;

/** The requests that passed, by their times, for requests with these pauses between them. */
function passed(policy: LimitPolicy, pauses: readonly number[]): number[] {
  let arrival: number | undefined;
  let now = START;
  const times: number[] = [];
  for (const pause of pauses) {
    now += pause;
    const { verdict, next } = gcra(arrival, policy, now);
    arrival = next;
    if (verdict.allowed) times.push(now);
  }
  return times;
}

describe('the token bucket', () => {
  it('never lets more pass in any span than its burst and what the span earns', () =>
    fc.assert(
      fc.property(policies, gaps, (policy, pauses) => {
        const times = passed(policy, pauses);
        times.forEach((from, first) =>
          times.slice(first).forEach((to, count) => {
            const most = policy.burst + ((to - from) / 1000) * policy.perSecond;
            expect(count + 1).toBeLessThanOrEqual(most + 1e-6 * most + 1e-3);
          }),
        );
      }),
      { numRuns: 60 },
    ));

  it('lets a whole burst pass after a rest, and says truly what is left', () =>
    fc.assert(
      fc.property(policies, (policy) => {
        let arrival: number | undefined;
        for (let left = policy.burst - 1; left >= 0; left -= 1) {
          const { verdict, next } = gcra(arrival, policy, START);
          expect(verdict).toMatchObject({ allowed: true, remaining: left });
          arrival = next;
        }
        expect(gcra(arrival, policy, START).verdict).toMatchObject({ allowed: false, remaining: 0 });
      }),
    ));

  it('lets one pass exactly when it said it would', () =>
    fc.assert(
      fc.property(policies, gaps, (policy, pauses) => {
        let arrival: number | undefined;
        let now = START;
        for (const pause of pauses) {
          now += pause;
          const { verdict, next } = gcra(arrival, policy, now);
          arrival = next;
          if (verdict.allowed) continue;
          const then = now + Math.ceil(verdict.retryAfterSeconds * 1000 + 1e-3);
          expect(verdict.retryAfterSeconds).toBeGreaterThan(0);
          expect(gcra(arrival, policy, then).verdict.allowed).toBe(true);
        }
      }),
    ));
});
