import { describe, expect, it } from '@jest/globals';
import { writeGet } from './request-head.js';

const write = (path: string, headers: Record<string, string | string[]> = {}) =>
  writeGet('files.test:80', { path, method: 'GET', headers });

describe('writeGet', () => {
  it('writes a request for a connection that stays', () =>
    expect(write('/a?b=c', { range: 'bytes=0-1', 'x-a': ['1', '2'] })).toBe(
      'GET /a?b=c HTTP/1.1\r\nhost: files.test:80\r\nconnection: keep-alive\r\n' +
        'range: bytes=0-1\r\nx-a: 1\r\nx-a: 2\r\n\r\n',
    ));

  it.each(['*', '', '/a b', '/a\r\nx: y', '/é', '/\u{1f600}'])('does not write the target %j', (path) =>
    expect(write(path)).toBeNull(),
  );

  it.each(['a\r\nx: y', 'a\nb', 'a\0', '\u{1f600}'])('does not write the value %j', (value) =>
    expect(write('/', { 'x-a': value })).toBeNull(),
  );
});
