import { describe, expect, it } from '@jest/globals';
import { ANY, differences, type Example, optional } from './like.js';

describe('differences', () => {
  it('finds none where names and types agree, whatever else there is', () => {
    expect(differences({ a: 1, b: 'x', more: true }, { a: 5, b: 'y' })).toEqual([]);
  });

  it.each<[unknown, Example, string]>([
    [{}, { a: 1 }, '$.a: missing'],
    [{ a: '1' }, { a: 1 }, '$.a: not number but string'],
    [{ a: null }, { a: {} }, '$.a: not an object but null'],
    [{ a: {} }, { a: [] }, '$.a: not a list but object'],
    [{ a: [{ b: 1 }, {}] }, { a: [{ b: 1 }] }, '$.a[1].b: missing'],
    [{ a: '2024-01-01' }, { a: '2024-01-25T11:30:00Z' }, '$.a: 2024-01-01 is no ISO time in UTC'],
    [{ a: '12 GB' }, { a: '536870912' }, '$.a: 12 GB is no decimal number'],
    [{}, { a: ANY }, '$.a: missing'],
  ])('of %j from %j names the place', (answer, example, difference) => {
    expect(differences(answer, example)).toEqual([difference]);
  });

  it('lets an optional field be away, null, or right, but not wrong', () => {
    expect(differences({}, { a: optional('x') })).toEqual([]);
    expect(differences({ a: null }, { a: optional('x') })).toEqual([]);
    expect(differences({ a: 1 }, { a: optional('x') })).toEqual(['$.a: not string but number']);
  });
});
