import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPlainGet } from '../src/index.js';
import { NodeParser } from './node-parser.js';

const RUNS = 3_000;
const characters = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((code) => String.fromCharCode(code));
const visible = fc.string({ unit: characters(0x21, 0x7e), maxLength: 12 });
const any = fc.string({ unit: characters(0, 0xff), maxLength: 6 });
const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: usual, weight: 24 }, { arbitrary: odd, weight: 1 });

const NAMES = ['Range', 'IF-RANGE', 'user-agent', 'X-Request-Id', 'Cookie', 'Range', 'Connection', 'Host'];
const FRAMING = ['Content-Length', 'Transfer-Encoding', 'Expect', 'Upgrade', 'TE', 'Trailer', 'Keep-Alive'];
const VALUES = [
  'bytes=0-1',
  'keep-alive',
  'Keep-Alive',
  'close',
  'files.test',
  'a, b',
  '',
  '0',
  'chunked',
  'x\ty',
];

const name = mostly(
  fc.constantFrom(...NAMES.slice(0, 6)),
  fc.oneof(fc.constantFrom(...NAMES, ...FRAMING), any),
);
const value = mostly(fc.oneof(visible, fc.constantFrom(...VALUES)), any);
const colon = mostly(fc.constantFrom(':', ': ', ':\t', ':  '), fc.constantFrom(' :', '', '\t:', ':\r\n '));
const after = mostly(fc.constantFrom('', ' ', '\t'), any);
const lineEnd = mostly(fc.constant('\r\n'), fc.constantFrom('\n', '\r', '\r\r\n', '\r\n ', '\r\n\r\n'));
const field = fc.tuple(name, colon, value, after, lineEnd).map((parts) => parts.join(''));
const host = mostly(
  fc.constantFrom('Host: files.test\r\n', 'host:a:80 \r\n', 'HOST:\t[::1]:9\r\n'),
  fc.constantFrom('', 'Host:\r\n', 'Host: a b\r\n', 'Host: a\r\nHost: a\r\n', 'Host : a\r\n'),
);
const start = fc
  .tuple(
    mostly(fc.constant('GET '), fc.constantFrom('HEAD ', 'get ', 'GET\t', 'GET  ', ' GET ', '\r\nGET ')),
    mostly(
      visible.map((rest) => `/${rest}`),
      fc.oneof(
        any,
        any.map((rest) => `/${rest}`),
        fc.constantFrom('*', 'http://a/b', '/a b', '/a\x80'),
      ),
    ),
    mostly(
      fc.constant(' HTTP/1.1'),
      fc.constantFrom(' HTTP/1.0', '  HTTP/1.1', ' http/1.1', ' HTTP/1.1 ', ''),
    ),
    lineEnd,
  )
  .map((parts) => parts.join(''));
const head = fc
  .tuple(start, host, fc.array(field, { maxLength: 5 }), mostly(fc.constant('\r\n'), any))
  .map(([first, named, fields, end]) => `${first}${named}${fields.join('')}${end}`);
/** One character more, wherever. */
const spoiled = fc.tuple(head, fc.nat(), characters(0, 0xff)).map(([text, at, character]) => {
  const cut = at % (text.length + 1);
  return `${text.slice(0, cut)}${character}${text.slice(cut)}`;
});

let node: NodeParser;
beforeAll(async () => {
  node = await NodeParser.start();
});
afterAll(() => node.stop());

/** `Host` and `Connection` are not given to the taker. */
const CHECKED = new Set(['host', 'connection']);

it('reads what Node would read, whatever it accepts', async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(mostly(head, spoiled), async (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const fields: [string, string][] = [];
      const target = readPlainGet(bytes, (...pair) => fields.push(pair) > 0);
      if (target === null) return;
      accepted += 1;
      const [request, ...others] = (await node.read(bytes)) ?? [];
      expect(others).toEqual([]);
      expect(request && { ...request, fields: request.fields.filter(([of]) => !CHECKED.has(of)) }).toEqual({
        method: 'GET',
        target,
        fields,
        stays: true,
      });
    }),
    { numRuns: RUNS },
  );
  // Else it would have said nothing.
  expect(accepted).toBeGreaterThan(RUNS / 5);
});
