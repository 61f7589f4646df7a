import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { LaneServer, readPlainGet } from '../src/index.js';

const GET = 'GET /file HTTP/1.1\r\nHost: test\r\n\r\n';
const HEAD = GET.replace('GET', 'HEAD');
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n';

/** Answers GETs itself; Node's server answers the rest with 404. */
function startServer(): Server {
  const server = createServer((_request, response) => response.writeHead(404).end());
  new LaneServer(server, {
    read: (chunk) => readPlainGet(chunk, () => true),
    serve: (_request, { socket, rest, answered }) => {
      socket.write(`${ANSWER}${rest}\r\nfile`);
      answered();
      return true;
    },
    serveLater: () => Promise.resolve(false),
  });
  return server.listen(0, '127.0.0.1');
}

async function open(server: Server): Promise<Socket> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  await once(socket, 'connect');
  return socket;
}

async function answerTo(socket: Socket, request: string): Promise<string> {
  socket.write(request);
  const [text] = (await once(socket, 'data')) as [string];
  return text;
}

const gone = (socket: Socket) => once(socket.resume(), 'close');

describe('a connection before Node has it', () => {
  let server: Server;
  beforeEach(async () => {
    server = startServer();
    await once(server, 'listening');
  });
  afterEach(() => void server.close());

  it('is answered before Node, and by Node from the first unusual request on', async () => {
    const socket = await open(server);
    expect(await answerTo(socket, GET)).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\nfile$/s);
    expect(await answerTo(socket, HEAD)).toMatch(/^HTTP\/1\.1 404 /);
    expect(await answerTo(socket, GET)).toMatch(/^HTTP\/1\.1 404 /);
    socket.destroy();
  });

  it('that says nothing may do so as long as a head may take', async () => {
    server.headersTimeout = 1;
    await gone(await open(server));
  });

  it('may rest between two requests as long as Node lets it', async () => {
    server.keepAliveTimeout = 1;
    const socket = await open(server);
    await answerTo(socket, GET);
    await gone(socket);
  });

  it('that is idle goes down with the server', async () => {
    const [used, silent] = [await open(server), await open(server)];
    await answerTo(used, GET);
    await eventually(async () => expect(await promisify(server.getConnections.bind(server))()).toBe(2));
    const closed = once(server, 'close');
    server.close();
    await Promise.all([gone(used), gone(silent), closed]);
  });

  it('that was just made is answered while the server goes down', async () => {
    await eventually(async () => {
      const own = startServer();
      await once(own, 'listening');
      const socket = await open(own);
      await eventually(async () => expect(await promisify(own.getConnections.bind(own))()).toBe(1));
      own.close();
      const answer = await Promise.race([answerTo(socket, GET), gone(socket)]);
      socket.destroy();
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    });
  });
});
