import { describe, expect, it } from '@jest/globals';
import { type FailureRateRule, judge, readFailures, readSignals, readSurge } from './alert-rules.js';

const failures: FailureRateRule = {
  name: 'failures',
  kind: 'failure-rate',
  abovePercent: 20,
  minDownloads: 10,
  minutes: 15,
  hysteresisPercent: 10,
};

describe('a rule', () => {
  it.each([
    // value, enough, raised → verdict
    [20, true, false, 'keep'],
    [20.1, true, false, 'raise'],
    [90, false, false, 'keep'],
    [90, true, true, 'keep'],
    [20, true, true, 'keep'],
    [18.1, true, true, 'keep'],
    [18, true, true, 'clear'],
    [0, false, true, 'clear'],
  ])('at %d (enough: %s, raised: %s) says %s', (value, enough, raised, verdict) =>
    expect(judge(failures, { value, limit: 20, enough, summary: '' }, raised)).toBe(verdict),
  );

  it('with a limit of nothing clears when nothing is left', () => {
    const letters = {
      name: 'letters',
      kind: 'dead-letter',
      above: 0,
      minutes: 60,
      hysteresisPercent: 10,
    } as const;
    expect(judge(letters, readSignals(letters, 1), false)).toBe('raise');
    expect(judge(letters, readSignals(letters, 1), true)).toBe('keep');
    expect(judge(letters, readSignals(letters, 0), true)).toBe('clear');
  });
});

describe('readings', () => {
  it('of failures need enough downloads, and are 0 without any', () => {
    expect(readFailures(failures, { failed: 3, completed: 6 })).toMatchObject({ enough: false });
    expect(readFailures(failures, { failed: 3, completed: 7 })).toMatchObject({ enough: true, value: 30 });
    expect(readFailures(failures, { failed: 0, completed: 0 })).toMatchObject({ value: 0 });
  });

  it('of a surge compare with what is usual, and not with nothing', () => {
    const surge = {
      name: 's',
      kind: 'bandwidth-surge',
      times: 3,
      minBytes: 100,
      hysteresisPercent: 10,
    } as const;
    expect(readSurge(surge, 1000, 200)).toMatchObject({ value: 1000, limit: 600, enough: true });
    expect(readSurge(surge, 90, 10)).toMatchObject({ limit: 100 });
    expect(readSurge(surge, 1000, 0)).toMatchObject({ enough: false });
  });
});
