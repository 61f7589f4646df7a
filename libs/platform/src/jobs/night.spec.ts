import { describe, expect, it } from '@jest/globals';
import { DAY, HOUR } from '@waybill/kernel';
import { untilNight } from './night.js';

describe('untilNight', () => {
  it.each([
    ['2026-03-01T00:30:00.000Z', 1.5 * HOUR],
    ['2026-03-01T01:59:59.999Z', 1],
    ['2026-03-01T02:00:00.000Z', DAY],
    ['2026-03-01T14:00:00.000Z', 12 * HOUR],
  ])('from %s is %d ms', (now, milliseconds) => {
    expect(untilNight(new Date(now))).toBe(milliseconds);
  });
});
