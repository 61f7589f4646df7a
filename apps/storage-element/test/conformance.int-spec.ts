import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RawClient } from './raw-client.js';
import { fieldOf, fieldsOf, partsOf, statusOf } from './read-answer.js';
import { type RunningElement, startElement, type StoredFileBody } from './running-element.js';

const SIZE = 10_000;
const dateOf = (file: StoredFileBody, seconds = 0) =>
  new Date(new Date(file.createdAt).getTime() + seconds * 1000).toUTCString();

type Slices = readonly (readonly [start: number, end: number])[];
/** `{etag}`, `{now}`, `{before}` and `{after}` stand for the file's own validators and a second beside them. */
type Row = readonly [
  clause: string,
  method: string,
  lines: readonly string[],
  status: number,
  slices?: Slices,
];

const ROWS: readonly Row[] = [
  ['RFC 9110, 14.2: one range', 'GET', ['Range: bytes=0-499'], 206, [[0, 500]]],
  ['RFC 9110, 14.1.2: a suffix', 'GET', ['Range: bytes=-500'], 206, [[9500, 10_000]]],
  ['RFC 9110, 14.1.2: a suffix longer than the file', 'GET', ['Range: bytes=-99999'], 206, [[0, 10_000]]],
  ['RFC 9110, 14.1.2: an open range', 'GET', ['Range: bytes=9999-'], 206, [[9999, 10_000]]],
  ['RFC 9110, 14.1.2: past the end', 'GET', ['Range: bytes=9990-20000'], 206, [[9990, 10_000]]],
  ['RFC 9110, 14.1.2: beyond 2^64', 'GET', ['Range: bytes=1-18446744073709551616'], 206, [[1, 10_000]]],
  ['RFC 9110, 14.1: a unit in any case', 'GET', ['rAnGe:bYtEs=1-1'], 206, [[1, 2]]],
  ['RFC 9110, 14.2: an unknown unit', 'GET', ['Range: pages=1-1'], 200],
  [
    'RFC 9110, 15.3.7.2: several',
    'GET',
    ['Range: bytes=0-0,5000-5999,-1'],
    206,
    [
      [0, 1],
      [5000, 6000],
      [9999, 10_000],
    ],
  ],
  [
    'RFC 9110, 15.3.7.2: descending and adjacent',
    'GET',
    ['Range: bytes=10-19, 0-9'],
    206,
    [
      [10, 20],
      [0, 10],
    ],
  ],
  [
    'RFC 9110, 15.3.7.2: overlapping',
    'GET',
    ['Range: bytes=0-9,5-14'],
    206,
    [
      [0, 10],
      [5, 15],
    ],
  ],
  ['RFC 9110, 15.3.7.2: one survivor', 'GET', ['Range: bytes=20000-,3-4'], 206, [[3, 5]]],
  [
    'RFC 9110, 5.6.1.2: empty elements',
    'GET',
    ['Range: bytes=,,0-0 ,\t, 2-2,'],
    206,
    [
      [0, 1],
      [2, 3],
    ],
  ],
  [
    'RFC 9110, 5.3: a field in two lines',
    'GET',
    ['Range: bytes=0-0', 'Range: 2-2'],
    206,
    [
      [0, 1],
      [2, 3],
    ],
  ],
  ['RFC 9110, 14.2: two fields', 'GET', ['Range: bytes=0-0', 'Range: bytes=2-2'], 416],
  ['RFC 9110, 17.15: more than the file', 'GET', ['Range: bytes=0-,1-'], 200],
  ['RFC 9110, 17.15: many', 'GET', [`Range: bytes=${'0-0,'.repeat(2_000)}`], 200],
  ['RFC 9110, 15.5.17: behind the end', 'GET', ['Range: bytes=10000-'], 416],
  ['RFC 9110, 14.1.1: last before first', 'GET', ['Range: bytes=9-8'], 416],
  ['RFC 9110, 14.2: HEAD has no ranges', 'HEAD', ['Range: bytes=0-0'], 200],
  ['RFC 9110, 14.2: HEAD has no bad ranges', 'HEAD', ['Range: bytes=10000-'], 200],
  ['RFC 9110, 13.1.1: If-Match', 'GET', ['If-Match: "x", {etag}'], 200],
  ['RFC 9110, 13.1.1: If-Match in two lines', 'GET', ['If-Match: "x"', 'If-Match: {etag}'], 200],
  ['RFC 9110, 13.1.1: If-Match another', 'GET', ['If-Match: "x"'], 412],
  ['RFC 9110, 13.1.1: If-Match is strong', 'GET', ['If-Match: W/{etag}'], 412],
  ['RFC 9110, 13.1.1: HEAD', 'HEAD', ['If-Match: "x"'], 412],
  ['RFC 9110, 13.1.2: If-None-Match', 'GET', ['If-None-Match: {etag}'], 304],
  ['RFC 9110, 13.1.2: If-None-Match is weak', 'GET', ['If-None-Match: "a,b", W/{etag}'], 304],
  [
    'RFC 9110, 13.1.2: If-None-Match in two lines',
    'GET',
    ['If-None-Match: "x"', 'If-None-Match: {etag}'],
    304,
  ],
  ['RFC 9110, 13.1.2: HEAD', 'HEAD', ['If-None-Match: *'], 304],
  ['RFC 9110, 13.1.3: since then', 'GET', ['If-Modified-Since: {now}'], 304],
  ['RFC 9110, 13.1.3: since before', 'GET', ['If-Modified-Since: {before}'], 200],
  [
    'RFC 9110, 13.1.3: two lines are no date',
    'GET',
    ['If-Modified-Since: {now}', 'If-Modified-Since: {now}'],
    200,
  ],
  ['RFC 9110, 13.1.4: since then', 'GET', ['If-Unmodified-Since: {now}'], 200],
  ['RFC 9110, 13.1.4: since before', 'GET', ['If-Unmodified-Since: {before}'], 412],
  [
    'RFC 9110, 13.1.4: two lines are no date',
    'GET',
    ['If-Unmodified-Since: {before}', 'If-Unmodified-Since: {before}'],
    200,
  ],
  ['RFC 9110, 13.1.5: the tag', 'GET', ['Range: bytes=0-0', 'If-Range: {etag}'], 206, [[0, 1]]],
  ['RFC 9110, 13.1.5: a weak tag', 'GET', ['Range: bytes=0-0', 'If-Range: W/{etag}'], 200],
  ['RFC 9110, 13.1.5: the date', 'GET', ['Range: bytes=0-0', 'If-Range: {now}'], 206, [[0, 1]]],
  ['RFC 9110, 13.1.5: a second later', 'GET', ['Range: bytes=0-0', 'If-Range: {after}'], 200],
  ['RFC 9110, 13.1.5: a second before', 'GET', ['Range: bytes=0-0', 'If-Range: {before}'], 200],
  [
    'RFC 9110, 13.1.5: twice is neither',
    'GET',
    ['Range: bytes=0-0', 'If-Range: {etag}', 'If-Range: {etag}'],
    200,
  ],
  ['RFC 9110, 13.2.2: 412 before 304', 'GET', ['If-Match: "x"', 'If-None-Match: {etag}'], 412],
  ['RFC 9110, 13.2.2: 412 before 416', 'GET', ['If-Match: "x"', 'Range: bytes=10000-'], 412],
  ['RFC 9110, 13.2.2: 304 before 416', 'GET', ['If-None-Match: {etag}', 'Range: bytes=10000-'], 304],
  ['RFC 9110, 13.2.2: If-Range before 416', 'GET', ['If-Range: "x"', 'Range: bytes=10000-'], 200],
  ['RFC 9110, 12.5.3: never encoded', 'GET', ['Accept-Encoding: gzip, br'], 200],
  [
    'RFC 9110, 9.1: the method is the one of the request line',
    'GET',
    ['X-HTTP-Method-Override: DELETE'],
    200,
  ],
  ['RFC 9110, 15.5.6: POST with Range', 'POST', ['Range: bytes=0-0', 'Content-Length: 0'], 405],
  ['RFC 9110, 15.5.6: whatever the body says', 'POST', ['Content-Type: a/b', 'Content-Length: 0'], 405],
  ['RFC 9110, 15.5.6: OPTIONS', 'OPTIONS', [], 405],
  ['RFC 9110, 15.5.6: TRACE', 'TRACE', [], 405],
  ['RFC 9110, 15.6.2: a method nobody implements', 'PROPFIND', [], 501],
];

describe.each(['auto', 'pooled'])('over the wire, engine %s', (engine) => {
  let element: RunningElement;
  let file: StoredFileBody;
  const bytes = randomBytes(SIZE);
  beforeAll(async () => {
    element = await startElement({ settings: { TRANSFER_ENGINE: engine } });
    file = await element.store(bytes, { filename: 'film.mp4' });
  });
  afterAll(() => element.stop());

  const pathOf = async () => `/api/v1/files/${file.id}/download?token=${await element.ticket(file)}`;
  const fill = (line: string) =>
    line
      .replaceAll('{etag}', file.etag)
      .replaceAll('{now}', dateOf(file))
      .replaceAll('{before}', dateOf(file, -1))
      .replaceAll('{after}', dateOf(file, 1));

  // The first request with a ticket goes the ordinary way, the second is answered in front of the framework.
  describe.each(['the ordinary way', 'at once'])('%s', (way) => {
    const ask = async (method: string, lines: readonly string[]) => {
      const client = await RawClient.open(element.url);
      const path = await pathOf();
      if (way === 'at once') {
        client.ask('GET', path, []);
        await client.answer();
      }
      client.ask(method, path, lines.map(fill));
      const answer = await client.answer(20_000, method);
      client.socket.destroy();
      return answer;
    };

    // A row without slices has one value less: a fifth parameter would be taken for `done`.
    it.each(ROWS)('%s: %s %j', async (...[, method, lines, status, slices]) => {
      const answer = await ask(method, lines);
      expect(statusOf(answer)).toBe(status);
      if (slices !== undefined)
        expect(partsOf(answer)).toEqual(
          slices.map(([start, end]) => ({ start, end, size: SIZE, bytes: bytes.subarray(start, end) })),
        );
      if (status === 200 && method === 'GET') expect(answer.body.equals(bytes)).toBe(true);
    });

    it('RFC 9110, 15.4.5: a 304 has what the 200 has for a cache, and nothing of the representation', async () => {
      const [whole, unchanged] = [await ask('GET', []), await ask('GET', ['If-None-Match: {etag}'])];
      for (const name of ['etag', 'vary', 'cache-control'])
        expect([name, fieldOf(unchanged, name)]).toEqual([name, fieldOf(whole, name)]);
      for (const name of ['date', 'expires']) expect(fieldOf(unchanged, name)).toBeDefined();
      for (const name of ['content-type', 'content-length', 'content-disposition', 'content-range'])
        expect([name, fieldOf(unchanged, name)]).toEqual([name, undefined]);
    });

    it('RFC 9110, 15.3.7: a 206 has the fields of the 200, each once', async () => {
      const [whole, part] = [await ask('GET', []), await ask('GET', ['Range: bytes=0-0,2-2'])];
      for (const name of ['etag', 'last-modified', 'vary', 'content-disposition', 'accept-ranges'])
        expect([name, fieldsOf(part, name)]).toEqual([name, fieldsOf(whole, name)]);
      expect(fieldOf(part, 'content-range')).toBeUndefined();
    });

    it('RFC 9110, 15.5.17: a 416 says the length, and is no representation of the file', async () => {
      const answer = await ask('GET', ['Range: bytes=10000-']);
      expect(fieldOf(answer, 'content-range')).toBe(`bytes */${SIZE}`);
      expect(fieldOf(answer, 'cache-control')).toBe('no-store');
      for (const name of ['etag', 'last-modified', 'content-disposition'])
        expect([name, fieldOf(answer, name)]).toEqual([name, undefined]);
    });

    it('RFC 9110, 15.5.6: a 405 names the methods', async () => {
      expect(fieldOf(await ask('DELETE', []), 'allow')).toBe('GET, HEAD');
    });

    it('RFC 9530, 3: the digest is of the whole, also beside a part, and never unasked', async () => {
      const digest = `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`;
      const part = await ask('GET', ['Range: bytes=0-0', 'Want-Repr-Digest: sha-512=9, sha-256=1']);
      expect(fieldOf(part, 'repr-digest')).toBe(digest);
      expect(fieldOf(await ask('GET', ['Want-Repr-Digest: sha-256=0']), 'repr-digest')).toBeUndefined();
      expect(fieldOf(await ask('GET', []), 'repr-digest')).toBeUndefined();
    });
  });

  it('RFC 9112, 9.3.2: answers pipelined requests in their order', async () => {
    const client = await RawClient.open(element.url);
    const path = await pathOf();
    const asked: [string, string[], number][] = [
      ['GET', [], 200],
      ['GET', ['Range: bytes=0-9'], 206],
      ['HEAD', [], 200],
      ['GET', ['Range: bytes=10000-'], 416],
      ['GET', ['If-None-Match: *'], 304],
      ['GET', ['Range: bytes=0-0,-1'], 206],
      ['DELETE', [], 405],
      ['GET', [], 200],
    ];
    for (const [method, lines] of asked) client.ask(method, path, lines);
    const statuses: number[] = [];
    for (const [method] of asked) statuses.push(statusOf(await client.answer(20_000, method)));
    expect(statuses).toEqual(asked.map(([, , status]) => status));
    client.socket.destroy();
  });

  it('RFC 9112, 9.6: says that it closes, and does, for HTTP/1.0 and for "close"', async () => {
    for (const [version, lines] of [
      ['HTTP/1.0', []],
      ['HTTP/1.1', ['Connection: close']],
    ] as const) {
      const client = await RawClient.open(element.url);
      client.ask('GET', await pathOf(), lines, version);
      const answer = await client.answer();
      expect([statusOf(answer), fieldOf(answer, 'connection')]).toEqual([200, 'close']);
      expect(await client.untilGone()).toBe('end');
    }
  });

  it('RFC 9112, 9.3: keeps an HTTP/1.0 connection that asks for it', async () => {
    const client = await RawClient.open(element.url);
    for (let round = 0; round < 2; round += 1) {
      client.ask('GET', await pathOf(), ['Connection: keep-alive', 'Range: bytes=0-4'], 'HTTP/1.0');
      const answer = await client.answer();
      expect([statusOf(answer), fieldOf(answer, 'connection')]).toEqual([206, 'keep-alive']);
    }
    client.socket.destroy();
  });

  it('RFC 9112, 6.3: the body of a GET is no second request', async () => {
    const client = await RawClient.open(element.url);
    const [path, inner] = [await pathOf(), `GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n`];
    client.ask('GET', path, [`Content-Length: ${inner.length}`]);
    client.socket.write(inner);
    client.ask('GET', path, ['Range: bytes=0-4']);
    expect(statusOf(await client.answer())).toBe(200);
    expect(statusOf(await client.answer())).toBe(206);
    client.socket.destroy();
  });
});
