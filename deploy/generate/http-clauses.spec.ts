import { describe, expect, it } from '@jest/globals';
import { findPromises } from './http-clauses.ts';

describe('findPromises', () => {
  it('finds the tests and rows that are named for a clause', () => {
    const text = `
      ['RFC 9112, 3.2: two Hosts', 400],
      it("RFC 9530, 3: it's a digest", () => undefined);
      ['14.2: of no RFC in this folder', 1],
      it('says nothing of a clause: 3.2', () => undefined);`;
    const file = 'libs/platform/test/a.int-spec.ts';
    expect(findPromises(file, text)).toEqual([
      { rfc: 9112, clause: '3.2', says: 'two Hosts', file },
      { rfc: 9530, clause: '3', says: "it's a digest", file },
    ]);
  });

  it('takes a bare clause of http-range for one of RFC 9110', () => {
    const file = 'libs/http-range/src/a.spec.ts';
    expect(findPromises(file, `['14.2: \\'x\\' is no unit', 1], ['15.3.7.2, 14.6: parts', 2]`)).toEqual([
      { rfc: 9110, clause: '14.2', says: "'x' is no unit", file },
      { rfc: 9110, clause: '15.3.7.2', says: 'parts', file },
    ]);
  });
});
