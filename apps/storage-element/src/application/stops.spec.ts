import { describe, expect, it } from '@jest/globals';
import { Stops } from './stops.js';

const at = (second: number) => new Date(second * 1000);
const ticket = (generation: number, issued = 100) => ({ downloadId: 'd', generation, issuedAt: at(issued) });
const stop = (generation: number, revoked: number | null = null) => ({
  downloadId: 'd',
  generation,
  revokedAt: revoked === null ? null : at(revoked),
});

describe('Stops', () => {
  it('concern tickets of their generation and below', () => {
    const stops = new Stops();
    stops.learn(stop(2));
    expect([1, 2, 3].map((generation) => stops.isStopped(ticket(generation)))).toEqual([true, true, false]);
    expect(stops.isStopped({ ...ticket(1), downloadId: 'other' })).toBe(false);
  });

  it('never take anything back, in whatever order the news comes', () => {
    const stops = new Stops();
    for (const news of [stop(3), stop(1, 50), stop(2), stop(0, 20)]) stops.learn(news);
    expect(stops.isStopped(ticket(3))).toBe(true);
    expect(stops.isStopped(ticket(9, 50))).toBe(true);
    expect(stops.isStopped(ticket(9, 51))).toBe(false);
  });

  it('forget what was pruned', () => {
    const stops = new Stops();
    stops.learn(stop(3));
    stops.replaceAll([]);
    expect(stops.isStopped(ticket(1))).toBe(false);
  });
});
