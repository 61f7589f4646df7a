import { describe, expect, it } from '@jest/globals';
import { type Plan, planResponse } from './plan-response.js';
import type { RangeRequest, Representation } from './representation.js';

const ETAG = '"v1"';
const file: Representation = {
  size: 1000,
  mediaType: 'video/mp4',
  etag: ETAG,
  lastModified: new Date('2026-01-02T03:04:05.678Z'),
};
const MODIFIED = 'Fri, 02 Jan 2026 03:04:05 GMT';
const EARLIER = 'Fri, 02 Jan 2026 03:04:04 GMT';
const LATER = 'Fri, 02 Jan 2026 03:04:06 GMT';
const NOW = new Date('2026-03-01T00:00:00Z');
const PART = { range: 'bytes=0-9' };

type Headers = RangeRequest['headers'];
const plan = (headers: Headers, method = 'GET', representation = file): Plan =>
  planResponse({ method, headers }, representation, { boundary: () => 'BOUNDARY', now: NOW });

describe('planResponse keeps the precedence of RFC 9110, 13.2.2', () => {
  it.each<[clause: string, headers: Headers, status: number]>([
    ['13.1.1: If-Match "*"', { 'if-match': '*' }, 200],
    ['13.1.1: If-Match "*" with white space', { 'if-match': ' *\t' }, 200],
    ['13.1.1: "*" is no element of a list', { 'if-match': '*, "v2"' }, 412],
    ['13.1.1: "*" is no element of a list', { 'if-match': '"v2", *' }, 412],
    ['13.1.1: If-Match the tag', { 'if-match': ETAG }, 200],
    ['13.1.1: If-Match one of several', { 'if-match': '"a", "v1" ,"b"' }, 200],
    ['13.1.1: If-Match another', { 'if-match': '"v2"' }, 412],
    ['13.1.1: If-Match compares strongly', { 'if-match': 'W/"v1"' }, 412],
    ['8.8.3: a tag has quotes', { 'if-match': 'v1' }, 412],
    ['8.8.3: a tag has double quotes', { 'if-match': "'v1'" }, 412],
    ['8.8.3: a tag is compared character by character', { 'if-match': '"V1"' }, 412],
    ['8.8.3: part of a tag is another tag', { 'if-match': '"v", "v10", ""' }, 412],
    ['8.8.3: no white space between "W/" and the tag', { 'if-none-match': 'W/ "v1"' }, 200],
    ['8.8.3: a backslash escapes nothing', { 'if-match': '"a\\", "v1"' }, 200],
    ['8.8.3: obs-text is part of a tag', { 'if-match': '"\u00e4", "v1"' }, 200],
    ['8.8.3: a tag with something behind it is none', { 'if-match': '"v1" x' }, 412],
    ['5.6.1: tags are separated by commas', { 'if-match': '"v2" "v1"' }, 412],
    ['5.6.1: tags are separated by commas', { 'if-match': '"v2"; "v1"' }, 412],
    ['5.6.1.2: empty elements of a list of tags', { 'if-match': ', ,"v2",, "v1",' }, 200],
    ['5.6.1.2: a list of nothing', { 'if-none-match': ' , ,' }, 200],
    ['8.8.3: a comma inside another tag', { 'if-match': '"a,b","v1"' }, 200],
    ['13.1.1: an empty list has no match', { 'if-match': '' }, 412],
    ['8.8.3: a comma inside the quotes belongs to the tag', { 'if-match': '"a,"v1"' }, 412],
    ['13.1.1: If-Match goes on to the range', { 'if-match': ETAG, ...PART }, 206],
    ['13.1.1: 412 whatever the range', { 'if-match': '"v2"', ...PART }, 412],
    ['13.1.1: 412 before 416', { 'if-match': '"v2"', range: 'bytes=5000-' }, 412],
    ['13.1.4: unmodified since then', { 'if-unmodified-since': MODIFIED }, 200],
    ['13.1.4: unmodified since later', { 'if-unmodified-since': LATER }, 200],
    ['13.1.4: modified since', { 'if-unmodified-since': EARLIER }, 412],
    ['13.1.4: no date, no condition', { 'if-unmodified-since': 'yesterday' }, 200],
    ['13.1.4: ignored beside If-Match', { 'if-match': ETAG, 'if-unmodified-since': EARLIER }, 200],
    ['13.1.4: obsolete dates count', { 'if-unmodified-since': 'Friday, 02-Jan-26 03:04:04 GMT' }, 412],
    ['13.1.2: If-None-Match "*"', { 'if-none-match': '*' }, 304],
    ['13.1.2: If-None-Match the tag', { 'if-none-match': ETAG }, 304],
    ['13.1.2: If-None-Match compares weakly', { 'if-none-match': 'W/"v1"' }, 304],
    ['13.1.2: If-None-Match one of several', { 'if-none-match': '"a",, W/"v1"' }, 304],
    ['13.1.2: If-None-Match another', { 'if-none-match': '"v2"' }, 200],
    ['8.8.3: "W/" is case-sensitive', { 'if-none-match': 'w/"v1"' }, 200],
    ['8.8.3: a tag has quotes', { 'if-none-match': 'v1' }, 200],
    ['13.1.2: "*" is no element of a list', { 'if-none-match': '"a", *' }, 200],
    ['13.1.2: 304 whatever the range', { 'if-none-match': ETAG, ...PART }, 304],
    ['13.1.2: 304 before 416', { 'if-none-match': ETAG, range: 'bytes=5000-' }, 304],
    ['13.1.3: not modified since then', { 'if-modified-since': MODIFIED }, 304],
    ['13.1.3: not modified since later', { 'if-modified-since': LATER }, 304],
    ['13.1.3: modified since', { 'if-modified-since': EARLIER }, 200],
    ['13.1.3: no date, no condition', { 'if-modified-since': 'Fri Jan 2' }, 200],
    ['13.1.3: ignored beside If-None-Match', { 'if-none-match': '"v2"', 'if-modified-since': LATER }, 200],
    ['13.1.3: more than one date is none', { 'if-modified-since': `${LATER}, ${LATER}` }, 200],
    ['13.1.4: a list of dates is ignored', { 'if-unmodified-since': `${EARLIER}, ${EARLIER}` }, 200],
    ['13.1.3: an empty date', { 'if-modified-since': '' }, 200],
    ['13.1.3: a day that is none', { 'if-modified-since': 'Thu, 31 Feb 2030 00:00:00 GMT' }, 200],
    ['13.1.3: parameters are no part of a date', { 'if-modified-since': `${LATER}; length=1000` }, 200],
    ['13.1.3: a date in the future', { 'if-modified-since': 'Fri, 31 Dec 9999 23:59:59 GMT' }, 304],
    ['13.1.3: beyond 2^31 seconds', { 'if-modified-since': 'Tue, 19 Jan 2038 03:14:08 GMT' }, 304],
    ['13.1.3: 1970', { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 200],
    ['13.1.4: 1970', { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 412],
    ['13.1.4: asctime counts', { 'if-unmodified-since': 'Fri Jan  2 03:04:04 2026' }, 412],
    ['13.1.3: obsolete dates count', { 'if-modified-since': 'Fri Jan  2 03:04:05 2026' }, 304],
    ['13.2.2: step 1 before step 3', { 'if-match': '"v2"', 'if-none-match': ETAG }, 412],
    ['13.2.2: step 1, then step 3', { 'if-match': ETAG, 'if-none-match': ETAG }, 304],
    ['13.2.2: step 2 before step 4', { 'if-unmodified-since': EARLIER, 'if-modified-since': LATER }, 412],
    ['13.1.5: If-Range without Range is ignored', { 'if-range': '"v2"' }, 200],
    ['13.1.5: If-Range the tag', { ...PART, 'if-range': ETAG }, 206],
    ['13.1.5: If-Range another', { ...PART, 'if-range': '"v2"' }, 200],
    ['13.1.5: If-Range compares strongly', { ...PART, 'if-range': 'W/"v1"' }, 200],
    ['13.1.5: If-Range takes one tag only', { ...PART, 'if-range': '"v1", "v1"' }, 200],
    ['13.1.5: If-Range knows no "*"', { ...PART, 'if-range': '*' }, 200],
    ['13.1.5: If-Range the exact date', { ...PART, 'if-range': MODIFIED }, 206],
    ['13.1.5: If-Range a later date is not exact', { ...PART, 'if-range': LATER }, 200],
    ['13.1.5: If-Range an earlier date', { ...PART, 'if-range': EARLIER }, 200],
    ['13.1.5: If-Range neither tag nor date', { ...PART, 'if-range': 'v1' }, 200],
    [
      '13.1.5: If-Range an obsolete form of the date',
      { ...PART, 'if-range': 'Friday, 02-Jan-26 03:04:05 GMT' },
      206,
    ],
    [
      '13.1.5: If-Range an obsolete form of the date',
      { ...PART, 'if-range': 'Fri Jan  2 03:04:05 2026' },
      206,
    ],
    ['13.1.5: If-Range with white space', { ...PART, 'if-range': ' "v1"\t' }, 206],
    ['13.1.5: If-Range is compared character by character', { ...PART, 'if-range': '"V1"' }, 200],
    ['13.1.5: If-Range a list of dates', { ...PART, 'if-range': `${MODIFIED}, ${MODIFIED}` }, 200],
    ['13.1.5: an empty If-Range does not hold', { ...PART, 'if-range': '' }, 200],
    [
      '13.2.2: steps 1, 3 and 5 true',
      { ...PART, 'if-match': ETAG, 'if-none-match': '"v2"', 'if-range': MODIFIED },
      206,
    ],
    ['13.2.2: step 1 true, step 5 false', { ...PART, 'if-match': ETAG, 'if-range': '"v2"' }, 200],
    ['13.2.2: step 2 before the range', { ...PART, 'if-unmodified-since': EARLIER }, 412],
    ['13.2.2: step 4 before the range', { ...PART, 'if-modified-since': MODIFIED }, 304],
    [
      '13.2.2: steps 2 and 4, then the range',
      { ...PART, 'if-unmodified-since': MODIFIED, 'if-modified-since': EARLIER },
      206,
    ],
    ['13.2.2: step 3 before a bad range', { range: 'bytes=x', 'if-none-match': ETAG }, 304],
    ['13.2.2: step 5 false sets aside a bad range too', { range: 'bytes=x', 'if-range': '"v2"' }, 200],
    ['13.2.2: step 5 true and a bad range', { range: 'bytes=5000-', 'if-range': ETAG }, 416],
    ['14.2: not satisfiable', { range: 'bytes=1000-' }, 416],
    ['14.2: not well-formed', { range: 'bytes=a-b' }, 416],
    ['14.2: an unknown unit', { range: 'lines=1-2' }, 200],
    ['14.2: more than the file has', { range: 'bytes=0-,1-' }, 200],
  ])('%s: %j', (_clause, headers, status) => {
    expect(plan(headers).status).toBe(status);
  });

  it.each<[clause: string, method: string, headers: Headers, status: number]>([
    ['14.2: HEAD has no ranges', 'HEAD', PART, 200],
    ['14.2: HEAD has no ranges, whatever If-Range says', 'HEAD', { ...PART, 'if-range': ETAG }, 200],
    ['13.1.1: HEAD fails as GET does', 'HEAD', { 'if-match': '"v2"' }, 412],
    ['13.1.4: HEAD fails as GET does', 'HEAD', { 'if-unmodified-since': EARLIER }, 412],
    ['13.1.3: HEAD is not modified', 'HEAD', { 'if-modified-since': MODIFIED }, 304],
    ['14.2: HEAD has no bad ranges', 'HEAD', { range: 'bytes=x' }, 200],
    ['14.2: POST has no ranges', 'POST', PART, 200],
    ['13.1.2: HEAD is not modified', 'HEAD', { 'if-none-match': ETAG }, 304],
    ['13.1.2: another method fails', 'POST', { 'if-none-match': ETAG }, 412],
    ['13.1.3: only GET and HEAD', 'POST', { 'if-modified-since': LATER }, 200],
  ])('%s: %s %j', (_clause, method, headers, status) => {
    expect(plan(headers, method).status).toBe(status);
  });
});

describe('planResponse writes the answer as data', () => {
  const common = { 'accept-ranges': 'bytes', etag: ETAG, 'last-modified': MODIFIED };

  it('15.3.1: the whole', () => {
    expect(plan({})).toEqual({
      status: 200,
      headers: { ...common, 'content-type': 'video/mp4', 'content-length': '1000' },
      body: [{ kind: 'slice', start: 0, end: 1000 }],
      length: 1000,
    });
  });

  it('15.3.7.1: a single part', () => {
    expect(plan({ range: 'bytes=-10' })).toEqual({
      status: 206,
      headers: {
        ...common,
        'content-type': 'video/mp4',
        'content-length': '10',
        'content-range': 'bytes 990-999/1000',
      },
      body: [{ kind: 'slice', start: 990, end: 1000 }],
      length: 10,
    });
  });

  it('15.3.7.2: one survivor of several is a single part', () => {
    expect(plan({ range: 'bytes=0-9,5000-' }).headers['content-range']).toBe('bytes 0-9/1000');
  });

  it('15.3.7.2, 14.6: several parts, with no Content-Range of the whole and an exact length', () => {
    const { status, headers, body, length } = plan({ range: 'bytes=0-9, 20-29' });
    const text = body
      .map((piece) => (piece.kind === 'text' ? piece.text : '#'.repeat(piece.end - piece.start)))
      .join('');
    expect(text).toBe(
      '--BOUNDARY\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-9/1000\r\n\r\n##########\r\n' +
        '--BOUNDARY\r\nContent-Type: video/mp4\r\nContent-Range: bytes 20-29/1000\r\n\r\n##########\r\n--BOUNDARY--\r\n',
    );
    expect({ status, headers }).toEqual({
      status: 206,
      headers: {
        ...common,
        'content-type': 'multipart/byteranges; boundary=BOUNDARY',
        'content-length': String(text.length),
      },
    });
    expect(length).toBe(text.length);
  });

  it('15.5.17: what cannot be satisfied says the length', () => {
    expect(plan({ range: 'bytes=1000-' }).headers).toMatchObject({ 'content-range': 'bytes */1000' });
  });

  it('8.8.2.1: a modification in the future is one of this moment', () => {
    const skewed = { ...file, lastModified: new Date('2026-03-01T00:00:09Z') };
    expect(plan({}, 'GET', skewed).headers['last-modified']).toBe('Sun, 01 Mar 2026 00:00:00 GMT');
  });

  it('15.4.5: not modified carries the validator and no content', () => {
    expect(plan({ 'if-none-match': ETAG })).toEqual({
      status: 304,
      headers: { etag: ETAG },
      body: [],
      length: 0,
    });
  });

  it('9.3.2: HEAD has the headers of GET and no body', () => {
    expect(plan({}, 'HEAD')).toEqual({ ...plan({}), body: [] });
  });

  it('an empty file has an empty body', () => {
    const { status, headers, body } = plan({}, 'GET', { ...file, size: 0 });
    expect({ status, length: headers['content-length'], body }).toEqual({
      status: 200,
      length: '0',
      body: [],
    });
    expect(plan({ range: 'bytes=0-' }, 'GET', { ...file, size: 0 }).headers['content-range']).toBe(
      'bytes */0',
    );
    expect(plan({ range: 'bytes=-1' }, 'GET', { ...file, size: 0 }).status).toBe(200);
  });

  it('makes a new boundary each time, within the characters of RFC 2046', () => {
    const boundary = () =>
      /^multipart\/byteranges; boundary=([0-9a-z]{24,70})$/.exec(
        planResponse({ method: 'GET', headers: { range: 'bytes=0-0,2-2' } }, file).headers['content-type'] ??
          '',
      )?.[1];
    expect(boundary()).toBeDefined();
    expect(boundary()).not.toBe(boundary());
  });
});
