import { describe, expect, it } from '@jest/globals';
import { readGet } from './plain-get.js';

const read = (...lines: string[]) =>
  readGet(Buffer.from(`GET /a?b=c HTTP/1.1\r\nHost: files.test\r\n${lines.join('\r\n')}\r\n\r\n`));

describe('readGet', () => {
  it('keeps the headers that matter', () =>
    expect(read('RANGE:bytes=0-1', 'User-Agent: x', 'Accept: */*')).toEqual({
      method: 'GET',
      target: '/a?b=c',
      headers: { range: 'bytes=0-1', 'user-agent': 'x' },
    }));

  it('leaves one that matters and comes twice to the parser', () =>
    expect(read('Range: bytes=0-1', 'Range: bytes=2-3')).toBeNull());

  it('minds no other that comes twice', () => expect(read('Accept: a', 'Accept: b')).not.toBeNull());
});
