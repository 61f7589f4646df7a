import { describe, expect, it } from '@jest/globals';
import { describeDrift, findDrift, hasDrift } from './drift.ts';

const files = (entries: Record<string, string>) => new Map(Object.entries(entries));

describe('findDrift', () => {
  it('finds none where everything is as it was made', () =>
    expect(hasDrift(findDrift(files({ a: '1' }), files({ a: '1' })))).toBe(false));

  it.each([
    ['missing', {}, { a: '1' }],
    ['different', { a: '1' }, { a: '2' }],
    ['stale', { a: '1' }, {}],
  ])('finds what is %s', (kind, checkedIn, made) => {
    const drift = findDrift(files(checkedIn), files(made));
    expect(hasDrift(drift)).toBe(true);
    expect(describeDrift(drift)).toBe(`  ${kind}: a`);
  });
});
