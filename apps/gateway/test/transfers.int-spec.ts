import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { startGateway, type TestGateway } from './support/gateway.js';
import { head, RawService } from './support/raw-service.js';

const MIB = 1024 * 1024;
const FILE = '/api/v1/files/7d444840-9dc0-11d1-b245-5ffdce74fad2/download';

/** Before Node's server, before the framework or through it, by the kernel or by streams: it makes no difference to anybody. */
describe.each([
  ["before Node's server", 'auto', `${FILE}?token=t`, 'keep-alive'],
  ['before the framework', 'auto', `${FILE}?token=t`, 'close'],
  ['through the framework', 'auto', `${FILE}?token=t&more=1`, 'close'],
  ['by streams', 'streams', `${FILE}?token=t`, 'close'],
])('a download %s', (_way, engine, PATH, connection) => {
  const service = new RawService();
  let gateway: TestGateway;
  beforeAll(async () => {
    const url = await service.start();
    gateway = await startGateway({
      TRANSFER_ENGINE: engine,
      STORAGE_ELEMENT_URL: url,
      UPSTREAM_TIMEOUT_SECONDS: '1',
    });
  });
  afterAll(async () => {
    await gateway.close();
    await service.stop();
  });
  beforeEach(() => {
    service.heads.length = 0;
    gateway.lines.length = 0;
  });

  /** The service answers every request with these bytes. */
  function serve(bytes: Buffer, status = '200 OK', ...lines: string[]): void {
    service.answer = (socket) => {
      socket.write(head(status, `Content-Length: ${bytes.length}`, ...lines));
      socket.write(bytes);
    };
  }

  async function get(agent?: Agent, method = 'GET'): Promise<IncomingMessage> {
    const { hostname, port } = new URL(gateway.url);
    const headers = agent === undefined ? { connection } : {};
    const request = httpRequest({ hostname, port, path: PATH, method, agent, headers });
    request.end();
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return answer;
  }

  const rawClient = async (): Promise<Socket> => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await once(socket, 'connect');
    return socket.on('error', () => undefined);
  };
  const request = (version = '1.1', ...lines: string[]) =>
    `GET ${PATH} HTTP/${version}\r\nHost: gateway.test\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;

  it.each([0, 1, 100, 9_000, 70_000, MIB, 20 * MIB + 1])(
    'of %d bytes arrives as it is, with its headers, again and again on one connection',
    async (size) => {
      const bytes = randomBytes(size);
      serve(bytes, '206 Partial Content', 'ETag: "a"', 'Content-Range: bytes 0-1/2', 'X-Waybill-Inner: 1');
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let turn = 0; turn < 3; turn += 1) {
        const answer = await get(agent);
        expect(answer.statusCode).toBe(206);
        expect(answer.headers).toMatchObject({ etag: '"a"', 'content-length': String(size) });
        expect(answer.headers['x-waybill-inner']).toBeUndefined();
        expect((await buffer(answer)).equals(bytes)).toBe(true);
      }
      agent.destroy();
    },
  );

  it('sends on what describes it, and no identity from outside', async () => {
    serve(Buffer.from('abc'));
    const client = await rawClient();
    const lines = [
      'Range: bytes=0-2',
      'X-Waybill-Caller: me',
      'Cookie: a=b',
      'Connection: close, x-hop',
      'X-Hop: 1',
    ];
    client.write(request('1.1', ...lines));
    await buffer(client);
    const [sent = ''] = service.heads;
    expect(sent).toMatch(
      /^GET \/api\/v1\/files\/[-0-9a-f]+\/download\?token=t\S* HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\n/i,
    );
    expect(sent).toMatch(/\r\nrange: bytes=0-2/i);
    expect(sent).toMatch(/\r\nx-request-id: /i);
    expect(sent).not.toMatch(/cookie|x-hop|x-waybill-caller/i);
  });

  it('answers pipelined requests in their order', async () => {
    const bodies = [randomBytes(3 * MIB), randomBytes(10), randomBytes(MIB)];
    let turn = 0;
    service.answer = (socket) => {
      const body = bodies[turn++ % bodies.length] ?? Buffer.alloc(0);
      socket.write(head('200 OK', `content-length: ${body.length}`));
      socket.write(body);
    };
    const client = await rawClient();
    client.write(request() + request() + request('1.1', 'Connection: close'));
    const stream = await buffer(client);
    let at = 0;
    for (const body of bodies) {
      const start = stream.indexOf('\r\n\r\n', at) + 4;
      expect(stream.subarray(start, start + body.length).equals(body)).toBe(true);
      at = start + body.length;
    }
    expect(at).toBe(stream.length);
  });

  it('is for clients of HTTP/1.0 too', async () => {
    const bytes = randomBytes(2 * MIB);
    serve(bytes);
    const client = await rawClient();
    client.write(request('1.0'));
    const stream = await buffer(client);
    expect(stream.subarray(stream.indexOf('\r\n\r\n') + 4).equals(bytes)).toBe(true);
  });

  it('waits for a client that reads slowly, and gives it every byte', async () => {
    const bytes = randomBytes(24 * MIB);
    serve(bytes);
    const answer = await get();
    const hash = createHash('sha256');
    let length = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      hash.update(chunk);
      length += chunk.length;
      if (length % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(length).toBe(bytes.length);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('comes in drops where the service has it in drops', async () => {
    const bytes = randomBytes(40_000);
    service.answer = async (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nConte');
      await new Promise(setImmediate);
      socket.write(`nt-Length: ${bytes.length}\r\n\r`);
      await new Promise(setImmediate);
      socket.write('\n');
      for (let at = 0; at < bytes.length; at += 777) {
        socket.write(bytes.subarray(at, at + 777));
        await new Promise(setImmediate);
      }
    };
    expect((await buffer(await get())).equals(bytes)).toBe(true);
  });

  it.each<[what: string, answer: (bytes: Buffer) => (string | Buffer)[]]>([
    [
      'in chunks',
      (bytes) => [
        head('200 OK', 'Transfer-Encoding: chunked'),
        `${bytes.length.toString(16)}\r\n`,
        bytes,
        '\r\n0\r\n\r\n',
      ],
    ],
    [
      'after an early hint',
      (bytes) => [
        head('103 Early Hints', 'Link: <a>'),
        head('200 OK', `Content-Length: ${bytes.length}`),
        bytes,
      ],
    ],
    [
      'with lines that repeat',
      (bytes) => [
        head('200 OK', `Content-Length: ${bytes.length}`, 'Connection: close', 'X-A: 1', 'X-A: 2'),
        bytes,
      ],
    ],
  ])('may come %s', async (_what, parts) => {
    const bytes = randomBytes(300_000);
    service.answer = (socket) => {
      for (const part of parts(bytes)) socket.write(part);
    };
    expect((await buffer(await get())).equals(bytes)).toBe(true);
  });

  it('may last until the service closes', async () => {
    const bytes = randomBytes(300_000);
    service.answer = (socket) => {
      socket.write(head('200 OK', 'Connection: close'));
      socket.end(bytes);
    };
    expect((await buffer(await get())).equals(bytes)).toBe(true);
  });

  it.each([
    ['404 Not Found', 404],
    ['416 Range Not Satisfiable', 416],
    ['429 Too Many Requests', 429],
  ])('that is refused with %s brings the refusal', async (status, code) => {
    serve(Buffer.from('{"code":"X"}'), status, 'Content-Type: application/json', 'Retry-After: 3');
    const answer = await get();
    expect(answer.statusCode).toBe(code);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'retry-after': '3' });
    expect(String(await buffer(answer))).toBe('{"code":"X"}');
  });

  it('that was not modified has no body, whatever its head says', async () => {
    service.answer = (socket) => socket.write(head('304 Not Modified', 'Content-Length: 12', 'ETag: "a"'));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await get(agent);
      expect([answer.statusCode, answer.headers.etag]).toEqual([304, '"a"']);
      expect((await buffer(answer)).length).toBe(0);
    }
    agent.destroy();
  });

  it.each([
    ['ends early', (socket: Socket) => socket.end(randomBytes(2 * MIB))],
    ['breaks', (socket: Socket) => socket.write(randomBytes(2 * MIB), () => socket.resetAndDestroy())],
  ])('is cut where the service %s, so that nobody takes it for whole', async (_what, fail) => {
    service.answer = (socket) => {
      socket.write(head('200 OK', `Content-Length: ${8 * MIB}`));
      fail(socket);
    };
    await expect(buffer(await get())).rejects.toThrow();
    await eventually(() => expect(lineOf(gateway)).toMatchObject({ status: 200, aborted: true }));
  });

  it('never has more than was announced, and what came behind it is no answer to the next', async () => {
    const bytes = randomBytes(2 * MIB);
    service.answer = (socket) => {
      socket.write(head('200 OK', `Content-Length: ${MIB}`));
      socket.write(bytes);
    };
    const first = await get();
    const received = await buffer(first).catch(() => null);
    if (received !== null) expect(received.equals(bytes.subarray(0, MIB))).toBe(true);
    serve(Buffer.from('next'));
    expect(String(await buffer(await get()))).toBe('next');
  });

  it.each<[what: string, answer: string]>([
    ['is no HTTP', 'hello\r\n\r\n'],
    ['has two lengths', head('200 OK', 'Content-Length: 1', 'Content-Length: 2')],
    ['has no end', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(40_000)}`],
  ])('whose head %s is 502', async (_what, answer) => {
    service.answer = (socket) => socket.write(answer);
    expect((await get()).statusCode).toBe(502);
  });

  it('goes on when the service closed the connections that were idle', async () => {
    serve(Buffer.from('abc'));
    await buffer(await get());
    for (const socket of service.sockets) socket.destroy();
    expect(String(await buffer(await get()))).toBe('abc');
  });

  it('that is not begun in time is 504', async () => {
    service.answer = () => undefined;
    expect((await get()).statusCode).toBe(504);
    expect(service.heads).toHaveLength(1);
  });

  it('has a line in the log when it is through', async () => {
    serve(randomBytes(3 * MIB));
    await buffer(await get());
    await eventually(() => expect(lineOf(gateway)).toMatchObject({ method: 'GET', status: 200 }));
    expect(lineOf(gateway)).not.toHaveProperty('aborted');
  });

  it('ends at the service when its client goes, and leaves nothing open', async () => {
    let closed = 0;
    service.answer = (socket) => {
      socket.once('close', () => (closed += 1));
      socket.write(head('200 OK', `Content-Length: ${64 * MIB}`));
      socket.write(Buffer.alloc(16 * MIB));
    };
    const before = descriptors();
    const rounds = 100;
    for (let round = 0; round < rounds; round += 1) {
      const answer = await get();
      await once(answer, 'data');
      if (round % 2 === 0) answer.socket.resetAndDestroy();
      else answer.destroy();
    }
    await eventually(() => expect(closed).toBe(rounds));
    await eventually(() => expect(descriptors()).toBeLessThanOrEqual(before + 8));
  }, 30_000);

  it('runs beside many others', async () => {
    const bytes = randomBytes(MIB);
    serve(bytes);
    const answers = await Promise.all(Array.from({ length: 64 }, () => get()));
    const bodies = await Promise.all(answers.map((answer) => buffer(answer)));
    expect(bodies.every((body) => body.equals(bytes))).toBe(true);
  }, 30_000);

  it('of a HEAD has no body', async () => {
    service.answer = (socket) => socket.write(head('200 OK', 'Content-Length: 123456'));
    const answer = await get(undefined, 'HEAD');
    expect(answer.headers['content-length']).toBe('123456');
    await pipeline(answer, createHash('sha256'));
  });
});

function lineOf({ lines }: TestGateway): Record<string, unknown> | undefined {
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .findLast(({ msg }) => msg === 'request');
}

/** Of this process, in which the gateway runs; 0 where the system does not tell. */
function descriptors(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
}
