import { describe, expect, it } from '@jest/globals';
import { parseRange, type ParsedRange, type RangeSpec } from './parse-range.js';

const from = (first: bigint, last: bigint | null = null): RangeSpec => ({ kind: 'positions', first, last });
const suffix = (length: bigint): RangeSpec => ({ kind: 'suffix', length });
const ranges = (...specs: RangeSpec[]): ParsedRange => ({ kind: 'ranges', specs });
const INVALID: ParsedRange = { kind: 'invalid' };
const ABSENT: ParsedRange = { kind: 'absent' };

describe('parseRange reads the grammar of RFC 9110, 14.1 and 14.2', () => {
  it.each<[clause: string, header: string | undefined, expected: ParsedRange]>([
    ['14.2: no header, no range', undefined, ABSENT],
    ['14.1.1: int-range', 'bytes=0-499', ranges(from(0n, 499n))],
    ['14.1.1: first-pos alone is open', 'bytes=500-', ranges(from(500n))],
    ['14.1.1: suffix-range', 'bytes=-500', ranges(suffix(500n))],
    ['14.1.1: a suffix of nothing is well-formed', 'bytes=-0', ranges(suffix(0n))],
    ['14.1.1: one byte', 'bytes=0-0', ranges(from(0n, 0n))],
    ['14.1.1: leading zeros are digits', 'bytes=000-0009', ranges(from(0n, 9n))],
    ['14.1.2: several', 'bytes=0-0,-1', ranges(from(0n, 0n), suffix(1n))],
    ['14.1.2: order is kept', 'bytes=5-6,0-1', ranges(from(5n, 6n), from(0n, 1n))],
    ['14.1: range units are case-insensitive', 'BYTES=0-1', ranges(from(0n, 1n))],
    ['14.1: range units are case-insensitive', 'ByTeS=0-1', ranges(from(0n, 1n))],
    ['5.6.1.2: empty elements are ignored', 'bytes=,,0-1,,2-3,', ranges(from(0n, 1n), from(2n, 3n))],
    ['5.6.1.2: white space around commas', 'bytes=0-1 ,\t2-3', ranges(from(0n, 1n), from(2n, 3n))],
    ['5.6.1.2: white space before the first', 'bytes= 0-1', ranges(from(0n, 1n))],
    ['5.6.3: trailing white space', 'bytes=0-1 ', ranges(from(0n, 1n))],
    ['14.1.1: positions of any length', `bytes=${'9'.repeat(400)}-`, ranges(from(BigInt('9'.repeat(400))))],
    [
      '14.1.1: beyond 2^53',
      'bytes=9007199254740993-9007199254740993',
      ranges(from(2n ** 53n + 1n, 2n ** 53n + 1n)),
    ],
    ['14.1.1: last before first is invalid', 'bytes=500-100', INVALID],
    ['14.1.1: beyond 2^53, last before first', 'bytes=9007199254740993-9007199254740992', INVALID],
    ['14.1.1: one invalid spec makes the set invalid', 'bytes=0-2,5-4', INVALID],
    ['14.1.1: one undefined spec makes the set invalid', 'bytes=0-2,x', INVALID],
    ['14.1.1: digits only', 'bytes=abc-def', INVALID],
    ['14.1.1: no sign', 'bytes=+1-2', INVALID],
    ['14.1.1: no sign', 'bytes=--5', INVALID],
    ['14.1.1: no exponent', 'bytes=1e1-', INVALID],
    ['14.1.1: no hexadecimal', 'bytes=0x1-0x2', INVALID],
    ['14.1.1: no fraction', 'bytes=1.0-2', INVALID],
    ['14.1.1: ASCII digits only', 'bytes=٠-٩', INVALID],
    ['14.1.1: no separators', 'bytes=1_0-', INVALID],
    ['14.1.1: a hyphen is missing', 'bytes=7', INVALID],
    ['14.1.1: a hyphen alone', 'bytes=-', INVALID],
    ['14.1.1: a third position', 'bytes=0-1-2', INVALID],
    ['14.1.1: no white space inside', 'bytes=0 -1', INVALID],
    ['14.1.1: no white space inside', 'bytes=0- 1', INVALID],
    ['14.1.1: no white space inside', 'bytes=- 5', INVALID],
    ['5.6.3: a line break is no white space', 'bytes=0-1,\n2-3', INVALID],
    ['5.6.3: a no-break space is no white space', 'bytes=\u00a00-1', INVALID],
    ['14.1.1: range-set needs an element', 'bytes=', INVALID],
    ['14.1.1: range-set needs an element', 'bytes=,', INVALID],
    ['14.1.1: range-set needs an element', 'bytes= , ,', INVALID],
    ['14.1.1: quotes are not in the grammar', 'bytes="0-1"', INVALID],
    ['14.1.1: the field was sent twice and joined', 'bytes=0-1, bytes=2-3', INVALID],
    ['14.1.1: another separator', 'bytes=0-1;2-3', INVALID],
    ['14.1.1: white space is no separator', 'bytes=10-11 12-', INVALID],
    ['14.1.1: no sign', 'bytes=2-+5', INVALID],
    ['14.1.1: no sign', 'bytes=-+4', INVALID],
    ['14.1.1: no sign', 'bytes=2--5', INVALID],
    ['14.1.1: no total', 'bytes=5-10/10', INVALID],
    ['14.1.1: no wildcard', 'bytes=*', INVALID],
    ['14.1.1: no wildcard', 'bytes=0-*', INVALID],
    ['14.1.1: another dash', 'bytes=0\u20134', INVALID],
    ['14.1.1: a superscript is no digit', 'bytes=\u00b2-4', INVALID],
    [
      '5.3: the field was sent twice, its second line without the unit',
      'bytes=0-1, 6-7',
      ranges(from(0n, 1n), from(6n, 7n)),
    ],
    ['14.1.1: zeros before, beyond any width', `bytes=${'0'.repeat(300)}1-2`, ranges(from(1n, 2n))],
    ['14.1.1: one invalid spec behind one that cannot be satisfied', 'bytes=100000-110000,5-2', INVALID],
    ['14.2: no "="', 'invalid', INVALID],
    ['14.2: empty', '', INVALID],
    ['14.2: no "="', 'bytes', INVALID],
    ['14.2: no "="', 'bytes 0-1', INVALID],
    ['14.2: another sign', 'bytes:0-1', INVALID],
    ['14.1: the unit is a token', 'bytes =0-1', INVALID],
    ['14.1: the unit is a token', '=0-1', INVALID],
    ['14.1: the unit is a token', ' bytes=0-1', INVALID],
    ['14.2: an unknown unit is ignored', 'items=0-1', ABSENT],
    ['14.2: an unknown unit is ignored', 'seconds=1.5-2', ABSENT],
    ['14.2: an unknown unit is ignored', 'byte=0-1', ABSENT],
    ['14.2: an unknown unit is ignored, whatever follows', 'none=', ABSENT],
  ])('%s: %j', (_clause, header, expected) => {
    expect(parseRange(header)).toEqual(expected);
  });

  it('reads a header as long as a server accepts in no time', () => {
    const header = `bytes=${'0-0,'.repeat(8_000)}`;
    const before = process.cpuUsage();
    expect(parseRange(header).kind).toBe('ranges');
    parseRange(`bytes=${'9'.repeat(32_000)}-`);
    parseRange(`bytes=${' '.repeat(32_000)}x`);
    // Time on the processor, not on the clock: who else works on this machine does not count.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });
});
