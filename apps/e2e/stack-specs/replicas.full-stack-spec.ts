import { describe, expect, it } from '@jest/globals';
import { somebody } from '../contract/world.js';
import { describeFullStack } from '../stack/backing.js';

const PER_SECOND = 100;
const BURST = 500;

describe('two replicas of the gateway', () => {
  it('count the requests of a person together', async () => {
    const { services } = describeFullStack();
    const authorization = `Bearer ${await somebody().token()}`;
    const ask = (gateway: string) =>
      fetch(`${services[gateway]?.url ?? ''}/api/storage/tiers`, { headers: { authorization } });
    const began = Date.now();
    const first = await Promise.all(Array.from({ length: 300 }, () => ask('gateway')));
    const other = await ask('gateway-2');
    const earned = (PER_SECOND * (Date.now() - began)) / 1000;
    for (const answer of first) expect(answer.status).toBe(200);
    const remaining = Number(other.headers.get('x-ratelimit-remaining'));
    expect(remaining).toBeLessThanOrEqual(BURST - 301 + earned);
    expect(remaining).toBeLessThan(BURST - 1);
  });
});
