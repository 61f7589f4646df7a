import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refuseBrokenHttp } from '../src/http/refuse-broken-http.js';

let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((request, response) => {
    response.end(JSON.stringify([request.url, request.headers['if-modified-since']]));
  });
  refuseBrokenHttp(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** All that comes back until the server closes. */
async function send(request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request, 'latin1');
  return text(socket);
}

const get = (lines: readonly string[], target = '/a', version = 'HTTP/1.1', method = 'GET') =>
  `${[`${method} ${target} ${version}`, ...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`;

const statusOf = async (request: string) => Number((await send(request)).slice(9, 12));

describe('what HTTP makes a server refuse', () => {
  it.each<[clause: string, request: string, status: number]>([
    ['RFC 9112, 3.2: no Host', get([]), 400],
    ['RFC 9112, 3.2: two Hosts', get(['Host: a', 'Host: b']), 400],
    ['RFC 9112, 3.2: the same Host twice', get(['Host: a', 'hOST: a']), 400],
    ['RFC 9112, 3.2: two Hosts in HTTP/1.0', get(['Host: a', 'Host: b'], '/a', 'HTTP/1.0'), 400],
    ['RFC 9110, 7.2: a space in Host', get(['Host: a b']), 400],
    ['RFC 9110, 7.2: two ports', get(['Host: a:80:80']), 400],
    ['RFC 9110, 7.2: a port is a number', get(['Host: a:http']), 400],
    ['RFC 9110, 7.2: a path in Host', get(['Host: a/b']), 400],
    ['RFC 9110, 7.2: no user in Host', get(['Host: me@a']), 400],
    ['RFC 9110, 7.2: half an address', get(['Host: [::1']), 400],
    ['RFC 9110, 7.2: an address', get(['Host: [::1]:80']), 200],
    ['RFC 9110, 7.2: a name and a port', get(['Host: files.example:8080']), 200],
    ['RFC 9110, 7.2: empty', get(['Host:']), 200],
    ['RFC 9112, 3.2: HTTP/1.0 needs none', get([], '/a', 'HTTP/1.0'), 200],
    ['RFC 9112, 2.3: HTTP/2.0', get(['Host: a'], '/a', 'HTTP/2.0'), 505],
    ['RFC 9112, 2.3: HTTP/0.9', 'GET /a\r\n\r\n', 505],
    ['RFC 9112, 3.2: a fragment', get(['Host: a'], '/a#b'), 400],
    ['RFC 9110, 9.1: a method nobody implements', get(['Host: a'], '/a', 'HTTP/1.1', 'PROPFIND'), 501],
    [
      'RFC 9112, 6.1: chunks in HTTP/1.0',
      get(['Host: a', 'Connection: keep-alive', 'Transfer-Encoding: chunked'], '/a', 'HTTP/1.0', 'POST'),
      400,
    ],
    [
      'RFC 9112, 6.1: Content-Length beside chunks',
      get(['Host: a', 'Content-Length: 3', 'Transfer-Encoding: chunked'], '/a', 'HTTP/1.1', 'POST'),
      400,
    ],
    [
      'RFC 9112, 6.3: two lengths',
      get(['Host: a', 'Content-Length: 3', 'Content-Length: 4'], '/', 'HTTP/1.1', 'POST'),
      400,
    ],
    ['RFC 9112, 5.1: a space before the colon', get(['Host: a', 'Range : bytes=0-1']), 400],
    ['RFC 9112, 5.2: a folded line', get(['Host: a', 'Range: bytes=0-1,', ' 4-5']), 400],
    ['RFC 9112, 2.2: a bare CR', get(['Host: a', 'X: b\rRange: bytes=0-1']), 400],
    ['RFC 9112, 2.2: a bare LF', get(['Host: a', 'X: b\nRange: bytes=0-1']), 400],
    ['RFC 9110, 5.5: a NUL', get(['Host: a', 'X: b\0']), 400],
  ])('%s', async (_clause, request, status) => {
    expect(await statusOf(request)).toBe(status);
  });

  it('ends the connection, so that nothing behind a refused request is taken for another', async () => {
    const answer = await send(
      `POST /a HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${get(['Host: a'])}`,
    );
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(answer).toContain('connection: close');
  });

  it.each([
    ['http://other.example/a?b=c', '/a?b=c'],
    ['HTTP://a:80', '/'],
    ['https://a?b', '/?b'],
  ])('RFC 9112, 3.2.2: %s is %s', async (target, url) => {
    expect(await send(get(['Host: a'], target))).toContain(`["${url}",null]`);
  });

  it('RFC 9110, 13.1.3: hands on both lines of a date that was sent twice', async () => {
    const lines = ['Host: a', 'If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT', 'if-modified-since: x'];
    expect(await send(get(lines))).toContain('["/a","Sun, 06 Nov 1994 08:49:37 GMT, x"]');
  });
});
