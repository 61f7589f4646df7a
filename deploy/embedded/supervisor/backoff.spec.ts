import { describe, expect, it } from '@jest/globals';
import { Backoff } from './backoff.ts';

describe('Backoff', () => {
  it('starts a process that ran well again at once, every time', () => {
    const backoff = new Backoff();
    expect([backoff.next(60_000), backoff.next(5_000), backoff.next(5_000)]).toEqual([100, 100, 100]);
  });

  it('waits longer and longer for one that keeps dying', () => {
    const backoff = new Backoff();
    const waits = Array.from({ length: 8 }, () => backoff.next(300));
    expect(waits).toEqual([100, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(backoff.failures).toBe(8);
  });

  it('forgets old failures once it ran well', () => {
    const backoff = new Backoff();
    backoff.next(300);
    backoff.next(300);
    expect(backoff.next(20_000)).toBe(100);
    expect(backoff.failures).toBe(1);
  });
});
