import { describe, expect, it } from '@jest/globals';
import { readAnswerHead } from './answer-head.js';

const read = (...lines: string[]) => readAnswerHead(`${lines.join('\r\n')}\r\n\r\n`);
const OK = 'HTTP/1.1 200 OK';
const LENGTH = 'Content-Length: 5';

describe('readAnswerHead', () => {
  it('reads status, headers and length', () =>
    expect(read('HTTP/1.1 206 Partial Content', LENGTH, 'ETAG:"a"', 'x-a: \t b c \t')).toEqual({
      status: 206,
      headers: { 'content-length': '5', etag: '"a"', 'x-a': 'b c' },
      length: 5,
      stays: true,
    }));

  it('keeps the lines of a repeated header apart', () =>
    expect(read(OK, LENGTH, 'Link: <a>', 'link: <b>', 'Link: <c>')?.headers.link).toEqual([
      '<a>',
      '<b>',
      '<c>',
    ]));

  it('knows a connection that is to close', () =>
    expect(read(OK, LENGTH, 'Connection: Close')).toMatchObject({ stays: false, length: 5 }));

  it.each([204, 304])('gives a %d no body', (status) =>
    expect(read(`HTTP/1.1 ${status} X`, LENGTH)).toMatchObject({ status, length: 0 }),
  );

  it('needs no reason', () => expect(read('HTTP/1.1 200', LENGTH)).toMatchObject({ status: 200 }));

  it.each<[what: string, lines: string[]]>([
    ['no length', [OK]],
    ['two lengths', [OK, LENGTH, LENGTH]],
    ['a list of lengths', [OK, 'Content-Length: 5, 5']],
    ['a length with a sign', [OK, 'Content-Length: +5']],
    ['a length that is no number', [OK, 'Content-Length: 0x5']],
    ['a length beyond all numbers', [OK, 'Content-Length: 9999999999999999']],
    ['a transfer coding', [OK, LENGTH, 'Transfer-Encoding: chunked']],
    ['an interim answer', ['HTTP/1.1 103 Early Hints', LENGTH]],
    ['an upgrade', [OK, LENGTH, 'Upgrade: h2c']],
    ['options of the connection', [OK, LENGTH, 'Connection: keep-alive, x']],
    ['another version', ['HTTP/1.0 200 OK', LENGTH]],
    ['no status', ['HTTP/1.1 OK', LENGTH]],
    ['a status of four digits', ['HTTP/1.1 2000 OK', LENGTH]],
    ['a folded line', [OK, LENGTH, 'X: a', ' b']],
    ['a line without a colon', [OK, LENGTH, 'X']],
    ['a space before the colon', [OK, 'Content-Length : 5']],
    ['no name', [OK, LENGTH, ': a']],
    ['a bare line feed', [OK, LENGTH, 'X: a\nTransfer-Encoding: chunked']],
    ['a control character', [OK, LENGTH, 'X: a\0b']],
  ])('leaves %s to the parser', (_what, lines) => expect(read(...lines)).toBeNull());
});
