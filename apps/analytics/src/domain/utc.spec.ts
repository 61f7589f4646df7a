import { describe, expect, it } from '@jest/globals';
import { addDays, dayOf, firstDayOf, hourOf, isDay } from './utc.js';

const time = new Date('2026-03-01T23:59:59.999Z');

describe('UTC days', () => {
  it('hold their last millisecond', () => {
    expect(dayOf(time)).toBe('2026-03-01');
    expect(hourOf(time).toISOString()).toBe('2026-03-01T23:00:00.000Z');
  });

  it('seven of them are seven dates, today included', () => {
    expect(firstDayOf(7, time)).toBe('2026-02-23');
    expect(firstDayOf(1, time)).toBe('2026-03-01');
  });

  it('go over the ends of months', () => expect(addDays('2026-02-28', 1)).toBe('2026-03-01'));

  it.each([
    ['2026-02-28', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['today', false],
    ['2026-01-01T00:00:00Z', false],
  ])('%s is one: %s', (text, is) => expect(isDay(text)).toBe(is));
});
