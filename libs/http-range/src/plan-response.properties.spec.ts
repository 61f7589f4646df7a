import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lengthOf } from './multipart.js';
import { planResponse, type Plan } from './plan-response.js';

const SIZES = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(0, 1, 2, 10, 1000));
const NUMBERS = fc.oneof(
  fc.integer({ min: 0, max: 70 }).map(String),
  fc.constantFrom('0', '00', '9', '10', '18446744073709551616', '9'.repeat(40)),
);
const SPECS = fc.oneof(
  fc.tuple(NUMBERS, NUMBERS).map(([first, last]) => `${first}-${last}`),
  NUMBERS.map((first) => `${first}-`),
  NUMBERS.map((length) => `-${length}`),
);
const NOISE = fc.constantFrom('', ' ', '\t', 'x', '1', '-', '5-4', '1 - 2', '-1-', '=', '1e1-');
const SETS = fc
  .array(fc.oneof({ weight: 8, arbitrary: SPECS }, { weight: 1, arbitrary: NOISE }), { maxLength: 20 })
  .map((specs) => specs.join(','));
const HEADERS = fc.oneof(
  { weight: 8, arbitrary: SETS.map((set) => `bytes=${set}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: SETS.map((set) => `Bytes=${set}`) },
);

const plan = (range: string, size: number): Plan =>
  planResponse(
    { method: 'GET', headers: { range } },
    { size, mediaType: 'a/b', etag: '"e"', lastModified: new Date(0) },
  );

/** What the parts of a body must look like to a client, read from the bytes as a client would. */
function partsOf(answer: Plan, file: Buffer): { start: number; end: number; bytes: Buffer }[] {
  const body = Buffer.concat(
    answer.body.map((piece) =>
      piece.kind === 'text' ? Buffer.from(piece.text, 'latin1') : file.subarray(piece.start, piece.end),
    ),
  );
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/;
  const single = range.exec(answer.headers['content-range'] ?? '');
  if (single) return [{ start: Number(single[1]), end: Number(single[2]) + 1, bytes: body }];
  const boundary = /boundary=(.*)$/.exec(answer.headers['content-type'] ?? '')?.[1] ?? '';
  const parts = [];
  let at = 0;
  for (;;) {
    const opening = `--${boundary}`;
    expect(body.subarray(at, at + opening.length).toString()).toBe(opening);
    at += opening.length;
    if (body.subarray(at).equals(Buffer.from('--\r\n'))) return parts;
    const end = body.indexOf('\r\n\r\n', at);
    const found = /Content-Range: bytes (\d+)-(\d+)\/(\d+)/.exec(body.subarray(at, end).toString());
    if (!found) throw new Error('A part has no Content-Range');
    const [start, length] = [Number(found[1]), Number(found[2]) + 1 - Number(found[1])];
    expect(Number(found[3])).toBe(file.length);
    parts.push({ start, end: start + length, bytes: body.subarray(end + 4, end + 4 + length) });
    at = end + 4 + length + 2;
  }
}

/** A model that shares nothing with the implementation: it asks of every byte whether the spec names it. */
function model(header: string, size: number): 'whole' | 'bad' | number[][] {
  if (!header.includes('=')) return 'bad';
  const [unit = '', ...rest] = header.split('=');
  if (
    unit === '' ||
    Array.from(unit).some((one) => one <= ' ' || one >= '\u007f' || '"(),/:;<=>?@[\\]{}'.includes(one))
  )
    return 'bad';
  if (unit.toLowerCase() !== 'bytes') return 'whole';
  const specs = rest
    .join('=')
    .split(',')
    .map((text) => text.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((text) => text !== '');
  if (specs.length === 0) return 'bad';
  const named: number[][] = [];
  let suffixOfNothingness = false;
  for (const spec of specs) {
    const dash = spec.indexOf('-');
    const [left, right] = [spec.slice(0, dash), spec.slice(dash + 1)];
    if (dash < 0 || !/^[0-9]*$/.test(left) || !/^[0-9]*$/.test(right) || left + right === '') return 'bad';
    if (left !== '' && right !== '' && BigInt(left) > BigInt(right)) return 'bad';
    const isNamed = (position: number): boolean =>
      left === ''
        ? BigInt(size - position) <= BigInt(right)
        : BigInt(position) >= BigInt(left) && (right === '' || BigInt(position) <= BigInt(right));
    const bytes = Array.from({ length: size }, (_, position) => position).filter(isNamed);
    if (bytes.length > 0) named.push(bytes);
    if (left === '' && BigInt(right) > 0n && size === 0) suffixOfNothingness = true;
  }
  if (specs.length > 16 || suffixOfNothingness) return 'whole';
  if (named.length === 0) return 'bad';
  return named.flat().length > size ? 'whole' : named;
}

describe('whatever the header', () => {
  it('the answer is what the model says, and its parts are slices of the file', () => {
    fc.assert(
      fc.property(HEADERS, SIZES, (header, size) => {
        const file = Buffer.from(Array.from({ length: size }, (_, index) => index % 251));
        const answer = plan(header, size);
        const expected = model(header, size);
        if (typeof expected === 'string') {
          expect(answer.status).toBe(expected === 'bad' ? 416 : 200);
          expect(answer.length).toBe(expected === 'bad' ? 0 : size);
          return;
        }
        expect(answer.status).toBe(206);
        const parts = partsOf(answer, file);
        expect(parts.map(({ start, end }) => [start, end])).toEqual(
          expected.map((bytes) => [bytes[0], (bytes.at(-1) ?? 0) + 1]),
        );
        for (const { start, end, bytes } of parts) expect(bytes.equals(file.subarray(start, end))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('Content-Length is the length of the body, and no slice leaves the file', () => {
    fc.assert(
      fc.property(HEADERS, fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (header, size) => {
        const { status, headers, body, length } = plan(header, size);
        if (status === 416) return;
        expect(lengthOf(body)).toBe(length);
        expect(headers['content-length']).toBe(String(length));
        for (const piece of body) {
          if (piece.kind === 'text') continue;
          expect(piece.start).toBeGreaterThanOrEqual(0);
          expect(piece.start).toBeLessThan(piece.end);
          expect(piece.end).toBeLessThanOrEqual(size);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
