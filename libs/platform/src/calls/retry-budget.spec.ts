import { describe, expect, it } from '@jest/globals';
import { RetryBudget } from './retry-budget.js';

describe('RetryBudget', () => {
  it('runs out, and fills up with time but never above itself', () => {
    const start = Date.now();
    const budget = new RetryBudget(2);
    expect([budget.take(start), budget.take(start), budget.take(start)]).toEqual([true, true, false]);
    expect(budget.take(start + 500)).toBe(true);
    expect(budget.take(start + 500)).toBe(false);
    const later = start + 60_000;
    expect([budget.take(later), budget.take(later), budget.take(later)]).toEqual([true, true, false]);
  });
});
