import { describe, expect, it } from '@jest/globals';
import { linesOf, writeGet } from './request-head.js';

describe('a request to a service', () => {
  it('is for a connection that stays', () =>
    expect(
      writeGet('files.test:80', {
        path: '/a?b=c',
        lines: linesOf({ range: 'bytes=0-1', 'x-a': ['1', '2'] }) ?? '',
      }),
    ).toBe(
      'GET /a?b=c HTTP/1.1\r\nhost: files.test:80\r\nconnection: keep-alive\r\n' +
        'range: bytes=0-1\r\nx-a: 1\r\nx-a: 2\r\n\r\n',
    ));

  it.each(['a\r\nx: y', 'a\nb', 'a\0', '\u{1f600}'])('does not have the value %j', (value) =>
    expect(linesOf({ 'x-a': value })).toBeNull(),
  );
});
