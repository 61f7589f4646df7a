import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keepPace, speedOf, STILL } from './pace.js';
import { later } from './download.fixture.js';

describe('pace', () => {
  it('counts the time that parallel transfers share once', () => {
    const alone = keepPace(STILL, 1000, 1000, later(1));
    const both = keepPace(alone, 1000, 1000, later(1));
    expect(both.activeMilliseconds).toBe(1000);
    expect(speedOf(both, later(1))).toBe(2000);
  });

  it('leaves pauses out', () => {
    const pace = keepPace(keepPace(STILL, 10, 1000, later(1)), 10, 1000, later(100));
    expect(pace.activeMilliseconds).toBe(2000);
  });

  it('is never more than the time that passed', () => {
    const reports = fc.array(fc.record({ at: fc.integer({ min: 0, max: 60 }), ms: fc.nat(5000) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(reports, (all) => {
        const ordered = all.toSorted((a, b) => a.at - b.at);
        const pace = ordered.reduce((sum, { at, ms }) => keepPace(sum, 1, ms, later(at)), STILL);
        const [first] = ordered;
        const last = ordered.at(-1);
        const passed = first === undefined || last === undefined ? 0 : (last.at - first.at) * 1000 + 5000;
        expect(pace.activeMilliseconds).toBeLessThanOrEqual(passed);
        expect(pace.beats.length).toBeLessThanOrEqual(11);
      }),
    );
  });

  it('is 0 once nothing went out for a while', () => {
    expect(speedOf(keepPace(STILL, 1000, 1000, later(1)), later(30))).toBe(0);
    expect(speedOf(STILL, later(0))).toBe(0);
  });
});
