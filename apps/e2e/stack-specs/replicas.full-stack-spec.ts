import { describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { somebody } from '../contract/world.js';
import { describeFullStack } from '../stack/backing.js';

const BURST = 500;

describe('two replicas of the gateway', () => {
  // Each request earns a place back after 10 ms, and one that Redis is too slow for counts for its replica alone: on a busy
  // machine a burst may leave little to be seen, so the next person tries. Alone the other replica would always say 499.
  it('count the requests of a person together', async () => {
    const { services } = describeFullStack();
    const ask = (gateway: string, authorization: string) =>
      fetch(`${services[gateway]?.url ?? ''}/api/storage/tiers`, { headers: { authorization } });
    await eventually(async () => {
      const authorization = `Bearer ${await somebody().token()}`;
      const first = await Promise.all(Array.from({ length: 300 }, () => ask('gateway', authorization)));
      const other = await ask('gateway-2', authorization);
      for (const answer of first) expect(answer.status).toBe(200);
      expect(Number(other.headers.get('x-ratelimit-remaining'))).toBeLessThan(BURST - 50);
    });
  });
});
