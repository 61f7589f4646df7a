import { describe, expect, it } from '@jest/globals';
import { readPlainGet } from './plain-get.js';

const read = (...lines: string[]) =>
  readPlainGet(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), () => true);
const LINE = 'GET /a?b=c HTTP/1.1';
const HOST = 'Host: files.test';

describe('readPlainGet', () => {
  it('gives the target, and each field to its taker', () => {
    const fields: string[][] = [];
    const text = `${LINE}\r\n${HOST}\r\nRANGE:bytes=0-1\r\nuser-agent: \t x y \t\r\nConnection: keep-alive\r\n\r\n`;
    expect(readPlainGet(Buffer.from(text), (...field) => fields.push(field) > 0)).toBe('/a?b=c');
    expect(fields).toEqual([
      ['range', 'bytes=0-1'],
      ['user-agent', 'x y'],
    ]);
  });

  it('leaves what its taker refuses to the parser', () =>
    expect(readPlainGet(Buffer.from(`${LINE}\r\n${HOST}\r\nA: b\r\n\r\n`), () => false)).toBeNull());

  it('takes a connection that is to stay', () =>
    expect(read(LINE, HOST, 'Connection: Keep-Alive')).not.toBeNull());

  it.each<[what: string, lines: string[]]>([
    ['another method', ['HEAD / HTTP/1.1', HOST]],
    ['a method in lower case', ['get / HTTP/1.1', HOST]],
    ['HTTP/1.0', ['GET / HTTP/1.0', HOST]],
    ['a target with a space', ['GET /a b HTTP/1.1', HOST]],
    ['a target with a fragment', ['GET /a#b HTTP/1.1', HOST]],
    ['a target that is not ASCII', ['GET /\xe9 HTTP/1.1', HOST]],
    ['an absolute target', ['GET http://files.test/ HTTP/1.1', HOST]],
    ['no target', ['GET HTTP/1.1', HOST]],
    ['no Host', [LINE]],
    ['an empty Host', [LINE, 'Host: ']],
    ['two Hosts', [LINE, HOST, HOST]],
    ['a connection that is to close', [LINE, HOST, 'Connection: close']],
    ['a connection with options', [LINE, HOST, 'Connection: keep-alive, x']],
    ['a length', [LINE, HOST, 'Content-Length: 0']],
    ['a transfer coding', [LINE, HOST, 'Transfer-Encoding: chunked']],
    ['an expectation', [LINE, HOST, 'Expect: 100-continue']],
    ['an upgrade', [LINE, HOST, 'Upgrade: h2c']],
    ['a space before the colon', [LINE, HOST, 'Range : bytes=0-1']],
    ['a folded line', [LINE, HOST, ' bytes=0-1']],
    ['a line without a colon', [LINE, HOST, 'Range']],
    ['a name that is no token', [LINE, HOST, 'Ra(nge: x']],
    ['no name', [LINE, HOST, ': x']],
    ['a bare line feed', [LINE, HOST, 'Accept: a\nRange: bytes=0-1']],
    ['a bare carriage return', [LINE, HOST, 'Accept: a\rb']],
    ['a control character', [LINE, HOST, 'Accept: a\0b']],
    ['what is not ASCII', [LINE, HOST, 'User-Agent: \xe9']],
    ['white space that only Unicode knows', [LINE, HOST, 'Range: bytes=0-1\xa0']],
    ['a second request behind it', [LINE, HOST, '', LINE, HOST]],
    ['a body behind it', [LINE, HOST, '', 'body']],
    ['an empty line before it', ['', LINE, HOST]],
    ['a long head', [LINE, HOST, `Accept: ${'a'.repeat(8 * 1024)}`]],
  ])('leaves %s to the parser', (_what, lines) => expect(read(...lines)).toBeNull());

  it('leaves a head that has not come whole to the parser', () =>
    expect(readPlainGet(Buffer.from(`${LINE}\r\n${HOST}\r\n`), () => true)).toBeNull());
});
