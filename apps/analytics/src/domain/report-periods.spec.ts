import { describe, expect, it } from '@jest/globals';
import { dueReports } from './report-periods.js';

const due = (time: string, firstDay = '2020-01-01') =>
  dueReports(new Date(time), 15, firstDay).map(
    ({ kind, startDay, endDay }) => `${kind} ${startDay}..${endDay}`,
  );

describe('due reports', () => {
  it('are of the days and weeks that are over, the last seven and two', () => {
    // A Tuesday.
    expect(due('2026-03-10T12:00:00.000Z')).toEqual([
      'daily-downloads 2026-03-03..2026-03-04',
      'daily-downloads 2026-03-04..2026-03-05',
      'daily-downloads 2026-03-05..2026-03-06',
      'daily-downloads 2026-03-06..2026-03-07',
      'daily-downloads 2026-03-07..2026-03-08',
      'daily-downloads 2026-03-08..2026-03-09',
      'daily-downloads 2026-03-09..2026-03-10',
      'weekly-popular 2026-02-23..2026-03-02',
      'weekly-popular 2026-03-02..2026-03-09',
    ]);
  });

  it('wait for late events', () => {
    expect(due('2026-03-09T00:14:59.999Z')).not.toContain('daily-downloads 2026-03-08..2026-03-09');
    expect(due('2026-03-09T00:15:00.000Z')).toContain('daily-downloads 2026-03-08..2026-03-09');
    expect(due('2026-03-09T00:14:59.999Z')).not.toContain('weekly-popular 2026-03-02..2026-03-09');
    expect(due('2026-03-09T00:15:00.000Z')).toContain('weekly-popular 2026-03-02..2026-03-09');
  });

  it('do not tell of the time before anything happened', () => {
    expect(due('2026-03-10T12:00:00.000Z', '2026-03-09')).toEqual(['daily-downloads 2026-03-09..2026-03-10']);
    expect(due('2026-03-10T12:00:00.000Z', '2026-03-08')).toHaveLength(3);
  });
});
