import { describe, expect, it } from '@jest/globals';
import { formatHttpDate, parseHttpDate } from './http-date.js';

const NOW = new Date('2026-11-21T00:00:00Z');
const at = (iso: string) => Date.parse(iso) / 1000;

describe('parseHttpDate reads the three forms of RFC 9110, 5.6.7', () => {
  it.each<[clause: string, text: string, expected: number | null]>([
    ['5.6.7: IMF-fixdate', 'Sun, 06 Nov 1994 08:49:37 GMT', at('1994-11-06T08:49:37Z')],
    ['5.6.7: rfc850-date', 'Sunday, 06-Nov-94 08:49:37 GMT', at('1994-11-06T08:49:37Z')],
    ['5.6.7: asctime-date', 'Sun Nov  6 08:49:37 1994', at('1994-11-06T08:49:37Z')],
    ['5.6.7: asctime-date with two digits', 'Wed Nov 16 08:49:37 1994', at('1994-11-16T08:49:37Z')],
    ['5.6.7: two digits of this century', 'Saturday, 21-Nov-26 00:00:00 GMT', at('2026-11-21T00:00:00Z')],
    ['5.6.7: two digits, 50 years ahead', 'Saturday, 21-Nov-76 00:00:00 GMT', at('2076-11-21T00:00:00Z')],
    [
      '5.6.7: two digits, more than 50 years ahead are past',
      'Monday, 21-Nov-77 00:00:00 GMT',
      at('1977-11-21T00:00:00Z'),
    ],
    ['5.6.7: a leap second', 'Sat, 31 Dec 2016 23:59:60 GMT', at('2017-01-01T00:00:00Z')],
    ['5.6.7: a leap day', 'Thu, 29 Feb 2024 00:00:00 GMT', at('2024-02-29T00:00:00Z')],
    ['5.6.7: no leap day', 'Wed, 29 Feb 2023 00:00:00 GMT', null],
    ['5.6.7: no such day', 'Tue, 31 Apr 2024 00:00:00 GMT', null],
    ['5.6.7: no such hour', 'Sun, 06 Nov 1994 24:00:00 GMT', null],
    ['5.6.7: no such minute', 'Sun, 06 Nov 1994 08:60:00 GMT', null],
    ['5.6.7: another zone', 'Sun, 06 Nov 1994 08:49:37 UTC', null],
    ['5.6.7: another zone', 'Sun, 06 Nov 1994 08:49:37 +0000', null],
    ['5.6.7: one digit', 'Sun, 6 Nov 1994 08:49:37 GMT', null],
    ['5.6.7: lower case', 'sun, 06 nov 1994 08:49:37 gmt', null],
    ['5.6.7: ISO 8601', '1994-11-06T08:49:37Z', null],
    ['5.6.7: a number', '784111777', null],
    ['5.6.7: two dates', 'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT', null],
    ['5.6.7: nothing', '', null],
  ])('%s: %s', (_clause, text, expected) => {
    expect(parseHttpDate(text, NOW)).toBe(expected);
  });

  it('reads what it writes', () => {
    expect(parseHttpDate(formatHttpDate(NOW))).toBe(NOW.getTime() / 1000);
  });
});
