import { describe, expect, it } from '@jest/globals';
import { areWritable, isWritablePath, linesOf, writeGet } from './request-head.js';

describe('a request to a service', () => {
  it('is for a connection that stays', () => {
    const lines = linesOf({ range: 'bytes=0-1', 'x-a': ['1', '2'] });
    expect(writeGet('files.test:80', { path: '/a?b=c', lines })).toBe(
      'GET /a?b=c HTTP/1.1\r\nhost: files.test:80\r\nconnection: keep-alive\r\n' +
        'range: bytes=0-1\r\nx-a: 1\r\nx-a: 2\r\n\r\n',
    );
  });

  it('may have a path, and values of one line', () => {
    expect(isWritablePath('/a?b=c')).toBe(true);
    expect(areWritable({ range: 'bytes=0-1', 'x-a': ['1', '\t\xe9'] })).toBe(true);
  });

  it.each(['*', '', '/a b', '/a\r\nx: y', '/é', '/\u{1f600}'])('does not have the target %j', (path) =>
    expect(isWritablePath(path)).toBe(false),
  );

  it.each(['a\r\nx: y', 'a\nb', 'a\0', '\u{1f600}'])('does not have the value %j', (value) => {
    expect(areWritable({ 'x-a': value })).toBe(false);
    expect(areWritable({ 'x-a': ['1', value] })).toBe(false);
  });
});
