import { describe, expect, it } from '@jest/globals';
import { SECOND } from '@waybill/kernel';
import { isReusable, secondsLeft, windowState } from './generated-link.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const at = (seconds: number) => new Date(NOW.getTime() + seconds * SECOND);

describe('a generated link', () => {
  it.each<[string, number, number, boolean]>([
    ['fresh', 0, 300, true],
    ['240 s old', -240, 60, true],
    ['older than 240 s', -240.001, 3000, false],
    ['with 60 s left', -100, 60, true],
    ['with less than 60 s left', -1, 59.999, false],
    ['expired', -100, -1, false],
  ])('%s', (_case, issued, expires, expected) =>
    expect(isReusable({ issuedAt: at(issued), expiresAt: at(expires) }, NOW)).toBe(expected),
  );

  it('counts whole seconds that are left, never below 0', () => {
    expect(secondsLeft(at(299.9), NOW)).toBe(300);
    expect(secondsLeft(at(-5), NOW)).toBe(0);
  });
});

describe('the window', () => {
  it.each<[number, number | null, number, number]>([
    [0, null, 5, 3600],
    [1, 0, 4, 3600],
    [5, -3599.5, 0, 1],
    [6, -1800, 0, 1800],
  ])('with %d grants, the oldest %s s ago', (used, oldest, remaining, resetSeconds) =>
    expect(windowState(used, oldest === null ? null : at(oldest), NOW)).toEqual({
      limit: 5,
      windowSeconds: 3600,
      remaining,
      resetSeconds,
    }),
  );
});
