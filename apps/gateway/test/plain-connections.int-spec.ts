import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { startGateway, type TestGateway } from './support/gateway.js';
import { head, RawService } from './support/raw-service.js';

const MIB = 1024 * 1024;
const FILE = '/api/v1/files/7d444840-9dc0-11d1-b245-5ffdce74fad2/download';

describe('a connection that has brought nothing but plain downloads', () => {
  const LINK = `${FILE}?token=t`;
  const service = new RawService();
  let gateway: TestGateway;
  let url: string;
  /** How many requests Node's server has read. */
  let read = 0;
  beforeAll(async () => {
    url = await service.start();
    gateway = await startGateway({ STORAGE_ELEMENT_URL: url });
    gateway.app.getHttpServer().on('request', () => (read += 1));
  });
  afterAll(async () => {
    await gateway.close();
    await service.stop();
  });
  beforeEach(() => {
    read = 0;
    service.answer = (socket) => socket.write(`${head('200 OK', 'Content-Length: 3')}abc`);
  });

  const fetchBy = async (agent: Agent, path: string): Promise<IncomingMessage> => {
    const { hostname, port } = new URL(gateway.url);
    const [answer] = (await once(httpRequest({ hostname, port, path, agent }).end(), 'response')) as [
      IncomingMessage,
    ];
    return answer;
  };

  it("is not Node's, until it brings something else", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const [path, count] of [
      [LINK, 0],
      [LINK, 0],
      ['/health/live', 1],
      [LINK, 2],
    ] as const) {
      const answer = await fetchBy(agent, path);
      expect(answer.statusCode).toBe(200);
      await buffer(answer);
      expect(read).toBe(count);
    }
    agent.destroy();
  });

  it("gets the headers that Node's server would send", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const before = await fetchBy(agent, LINK);
    await buffer(before);
    expect(read).toBe(0);
    await buffer(await fetchBy(agent, '/health/live'));
    const after = await fetchBy(agent, LINK);
    await buffer(after);
    expect(read).toBe(2);
    const changing = { date: '', 'x-request-id': '' };
    expect({ ...before.headers, ...changing }).toEqual({ ...after.headers, ...changing });
    agent.destroy();
  });

  it('has a line in the log for each, and its request ids back', async () => {
    gateway.lines.length = 0;
    const { hostname, port } = new URL(gateway.url);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const id of ['one', 'two']) {
      const request = httpRequest({ hostname, port, path: LINK, agent, headers: { 'x-request-id': id } });
      const [answer] = (await once(request.end(), 'response')) as [IncomingMessage];
      expect(answer.headers['x-request-id']).toBe(id);
      await buffer(answer);
    }
    const lines = gateway.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ msg }) => msg === 'request')).toMatchObject([
      { method: 'GET', path: FILE, status: 200 },
      { method: 'GET', path: FILE, status: 200 },
    ]);
    agent.destroy();
  });

  it.each([
    [{}, 'is not believed', '127.0.0.0/24'],
    [{ TRUST_PROXY: 'loopback' }, 'is believed where it is trusted', '198.51.100.0/24'],
  ])('with %j: a proxy %s', async (settings, _what, network) => {
    const trusting = await startGateway({ STORAGE_ELEMENT_URL: url, ...settings });
    const { hostname, port } = new URL(trusting.url);
    const agent = new Agent({ keepAlive: true });
    const headers = { 'x-forwarded-for': '198.51.100.7' };
    // By the lane, and by the framework.
    for (const path of [LINK, `${LINK}&more=1`]) {
      const request = httpRequest({ hostname, port, path, agent, headers });
      const [answer] = (await once(request.end(), 'response')) as [IncomingMessage];
      await buffer(answer);
      expect(service.heads.at(-1)).toContain(`x-waybill-network: ${network}`);
      expect(service.heads.at(-1)).not.toContain('198.51.100.7');
    }
    agent.destroy();
    await trusting.close();
  });

  it('does not wait here for a client that takes nothing: the service would take it for delivered', async () => {
    const size = 256 * MIB;
    let taken = () => 0;
    service.answer = (socket) => {
      socket.write(head('200 OK', `Content-Length: ${size}`));
      let left = size;
      const next = () => {
        left -= MIB;
        if (left >= 0) socket.write(Buffer.alloc(MIB), next);
      };
      next();
      taken = () => socket.bytesWritten - socket.writableLength;
    };
    const client = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    client.pause().write(`GET ${LINK} HTTP/1.1\r\nHost: gateway.test\r\n\r\n`);
    let before = -1;
    await eventually(() => {
      const now = taken();
      const isStill = now > MIB && now === before;
      before = now;
      expect(isStill).toBe(true);
    });
    expect(taken()).toBeLessThan(sendBufferBytes() + 2 * MIB);
    client.destroy();
  });

  it('ends at the service when its client goes before it is answered, and has its line', async () => {
    const asked = Promise.withResolvers<Socket>();
    service.answer = (socket) => asked.resolve(socket);
    const client = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    client.write(`GET ${LINK} HTTP/1.1\r\nHost: gateway.test\r\n\r\n`);
    const socket = await asked.promise;
    client.resetAndDestroy();
    await once(socket, 'close');
    await eventually(() => {
      const lines = gateway.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.findLast(({ msg }) => msg === 'request')).toMatchObject({ status: 499, aborted: true });
    });
    expect(read).toBe(0);
  });

  it('ends behind an answer whose client has closed its own side, and not before', async () => {
    const client = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    client.end(`GET ${LINK} HTTP/1.1\r\nHost: gateway.test\r\n\r\n`);
    expect(String(await buffer(client))).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nabc$/);
  });
});

/** What the service's own side of a connection holds at most; much where the system does not tell. */
function sendBufferBytes(): number {
  const file = '/proc/sys/net/ipv4/tcp_wmem';
  if (!existsSync(file)) return 64 * MIB;
  return Number(readFileSync(file, 'latin1').trim().split(/\s+/).at(-1));
}
