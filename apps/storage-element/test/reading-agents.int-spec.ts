import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { piecesOf } from '../src/sources/s3/body-pieces.js';
import { readingAgents } from '../src/sources/s3/reading-agents.js';

const PATIENCE_MS = 60_000;
const CONNECTIONS = 4;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function dribble(socket: Socket, text: string): Promise<void> {
  for (const byte of text) {
    await new Promise<void>((resolve) => socket.write(byte, () => resolve()));
    await turn();
  }
}

describe('connections that read into one buffer each', () => {
  const bodies = Array.from({ length: 16 }, (_, index) => randomBytes(1 + index * 333_333));
  const { httpAgent: agent } = readingAgents({ keepAlive: true, maxSockets: CONNECTIONS });
  let connections = 0;
  const server = createServer((request, response) => response.end(bodies[Number(request.url?.slice(1))]));
  server.on('connection', () => (connections += 1));

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(() => {
    agent.destroy();
    server.close();
  });

  const fetchBody = async (index: number) => {
    const { port } = server.address() as AddressInfo;
    const [answer] = (await once(
      get({ host: '127.0.0.1', port, path: `/${String(index)}`, agent }),
      'response',
    )) as [IncomingMessage];
    return answer;
  };
  const digest = async (index: number) => {
    const hash = createHash('sha256');
    for await (const piece of piecesOf(await fetchBody(index), PATIENCE_MS)) {
      // Some readers are slower than others, so that bodies wait.
      if (index % 3 === 0) await turn();
      hash.update(piece);
    }
    return hash.digest('hex');
  };

  it('mix up none of many bodies at once, one after the other on the same connections', async () => {
    for (let round = 0; round < 3; round += 1)
      expect(await Promise.all(bodies.map((_, index) => digest(index)))).toEqual(bodies.map(sha256));
    expect(connections).toBe(CONNECTIONS);
  });

  it('understand a head that comes byte by byte', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nETag: "one-two-three"\r\nContent-Length: 5\r\n\r\nwhole';
    const dribbling = createTcpServer((socket) => {
      socket.setNoDelay(true).once('data', () => void dribble(socket, answer));
    });
    await once(dribbling.listen(0, '127.0.0.1'), 'listening');
    const { port } = dribbling.address() as AddressInfo;
    const asked = get({ host: '127.0.0.1', port, agent });
    const [head] = (await once(asked, 'response')) as [IncomingMessage];
    expect(head.headers).toMatchObject({ etag: '"one-two-three"', 'content-length': '5' });
    const read: Buffer[] = [];
    for await (const piece of piecesOf(head, PATIENCE_MS)) read.push(Buffer.from(piece));
    expect(Buffer.concat(read).toString()).toBe('whole');
    dribbling.close();
  });

  it('leave a piece alone that waits while they read on', async () => {
    const [slow, last] = [9, 15];
    const pieces = piecesOf(await fetchBody(last), PATIENCE_MS);
    const first = (await pieces.next()).value as Buffer;
    const was = sha256(first);
    expect(await digest(slow)).toBe(sha256(bodies[slow] ?? Buffer.alloc(0)));
    expect(sha256(first)).toBe(was);
    expect(first.equals(bodies[last]?.subarray(0, first.length) ?? Buffer.alloc(0))).toBe(true);
    await pieces.return(undefined);
  });
});
