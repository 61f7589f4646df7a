import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { startGateway, type TestGateway, token } from './support/gateway.js';

const MIB = 1024 * 1024;
const SIZE = 64 * MIB;
/** Far more than the socket buffers of two connections may grow to (`tcp_rmem` goes to 32 MiB on some machines). */
const PAST_ALL_BUFFERS = 256 * MIB;
const FILE = '/api/v1/files/7d444840-9dc0-11d1-b245-5ffdce74fad2';

let gateway: TestGateway;
let jwt: string;
beforeAll(async () => {
  gateway = await startGateway({ UPSTREAM_TIMEOUT_SECONDS: '1' });
  jwt = await token('admin', { claims: { roles: ['admin'] } });
});
afterAll(() => gateway.close());
beforeEach(() => gateway.services['storage-element'].reset());

/** 64 MiB that cannot be compressed away, a MiB at a time. */
function* chunks(count = SIZE / MIB) {
  const chunk = randomBytes(MIB);
  for (let index = 0; index < count; index += 1) yield chunk;
}

function sha256Of(parts: Iterable<Buffer>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

async function download(read: (answer: IncomingMessage) => Promise<void>): Promise<void> {
  const request = httpRequest(`${gateway.url}${FILE}/download?token=t`);
  request.end();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  await read(answer);
}

describe('bytes', () => {
  it('come down as they were sent, with every header of the range', async () => {
    const parts = [...chunks()];
    gateway.services['storage-element'].handler = async (_request, response) => {
      response.writeHead(206, {
        'content-length': String(SIZE),
        'content-range': `bytes 0-${SIZE - 1}/${SIZE}`,
        etag: '"abc"',
        'accept-ranges': 'bytes',
        'content-disposition': "attachment; filename*=UTF-8''%D1%84.bin",
      });
      await pipeline(Readable.from(parts), response);
    };
    await download(async (answer) => {
      expect(answer.statusCode).toBe(206);
      expect(answer.headers).toMatchObject({
        'content-length': String(SIZE),
        'content-range': `bytes 0-${SIZE - 1}/${SIZE}`,
        etag: '"abc"',
        'content-disposition': "attachment; filename*=UTF-8''%D1%84.bin",
      });
      expect(answer.headers['transfer-encoding']).toBeUndefined();
      const hash = createHash('sha256');
      await pipeline(answer, hash);
      expect(hash.digest('hex')).toBe(sha256Of(parts));
    });
  }, 30_000);

  it('wait for a client that does not read: the gateway holds little of them', async () => {
    let sent = 0;
    gateway.services['storage-element'].handler = async (_request, response) => {
      response.writeHead(200, { 'content-length': String(PAST_ALL_BUFFERS) });
      for (const part of chunks(PAST_ALL_BUFFERS / MIB)) {
        if (!response.write(part)) await once(response, 'drain');
        sent += part.length;
      }
      response.end();
    };
    await download(async (answer) => {
      await once(answer, 'readable');
      await settled(() => sent);
      // Socket buffers of two connections and the stream buffers between them, not the file.
      expect(sent).toBeLessThan(PAST_ALL_BUFFERS / 2);
      let length = 0;
      for await (const chunk of answer as AsyncIterable<Buffer>) length += chunk.length;
      expect(length).toBe(PAST_ALL_BUFFERS);
    });
  }, 30_000);

  it('go up past the limit of a call, and wait for a service that does not read', async () => {
    const parts = [...chunks(PAST_ALL_BUFFERS / MIB)];
    const received = createHash('sha256');
    const reading = Promise.withResolvers<undefined>();
    gateway.services['storage-element'].handler = async (request, response) => {
      await reading.promise;
      await pipeline(request, received);
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"ok":true}');
    };
    const request = httpRequest(`${gateway.url}${FILE}?filename=a.bin`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${jwt}`,
        'content-type': 'video/mp4',
        'content-length': PAST_ALL_BUFFERS,
      },
    });
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    let sent = 0;
    const counted = Readable.from(parts).on('data', (part: Buffer) => (sent += part.length));
    const upload = pipeline(counted, request);
    await settled(() => sent);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(PAST_ALL_BUFFERS / 2);
    reading.resolve(undefined);
    await upload;
    const [answer] = await answered;
    expect(answer.statusCode).toBe(201);
    expect(received.digest('hex')).toBe(sha256Of(parts));
    answer.resume();
  }, 30_000);

  it('in chunks of unknown length go up too', async () => {
    let length = 0;
    let headers: IncomingMessage['headers'] = {};
    gateway.services['storage-element'].handler = async (request, response) => {
      ({ headers } = request);
      for await (const chunk of request as AsyncIterable<Buffer>) length += chunk.length;
      response.writeHead(201).end();
    };
    const answer = await fetch(`${gateway.url}${FILE}?filename=a`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${jwt}`, 'content-type': 'text/plain' },
      body: Readable.toWeb(Readable.from(chunks(4))),
      duplex: 'half',
    });
    expect(answer.status).toBe(201);
    expect(length).toBe(4 * MIB);
    expect(headers['content-type']).toBe('text/plain');
  });

  it('of a HEAD are none, and its length stays', async () => {
    gateway.services['storage-element'].handler = (_request, response) => {
      response.writeHead(200, { 'content-length': '123456', etag: '"abc"' }).end();
    };
    const answer = await gateway.call('HEAD', `${FILE}/download?token=t`);
    expect(answer.headers.get('content-length')).toBe('123456');
    expect(answer.text).toBe('');
  });
});

describe('an upload that the service refuses', () => {
  it('at once brings its refusal to the client', async () => {
    gateway.services['storage-element'].handler = (_request, response) => {
      response.writeHead(409, { 'content-type': 'application/json' }).end('{"code":"FILE_EXISTS"}');
    };
    await refused(() => undefined);
  });

  it('word by word, without reading it, brings its refusal to the client', async () => {
    const stuck = Promise.withResolvers<undefined>();
    gateway.services['storage-element'].handler = async (_request, response) => {
      response.writeHead(409, { 'content-type': 'application/json' }).write('{"code":');
      await stuck.promise;
      response.end('"FILE_EXISTS"}');
    };
    await refused(async (sent) => {
      await settled(sent);
      stuck.resolve(undefined);
    });
  });

  /** Uploads as much as the gateway reads away of a refused body, and expects the whole refusal for it. */
  async function refused(meanwhile: (sent: () => number) => unknown): Promise<void> {
    const request = httpRequest(`${gateway.url}${FILE}?filename=a`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${jwt}`, 'content-length': 8 * MIB },
    });
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    let sent = 0;
    const counted = Readable.from(chunks(8)).on('data', (part: Buffer) => (sent += part.length));
    const upload = pipeline(counted, request);
    await meanwhile(() => sent);
    await upload;
    const [answer] = await answered;
    expect(answer.statusCode).toBe(409);
    expect(await text(answer)).toBe('{"code":"FILE_EXISTS"}');
  }
});

describe('who goes away', () => {
  it('in the middle of a download ends it at the service', async () => {
    const closed = upstreamClosed(async (_request, response) => {
      response.writeHead(200, { 'content-length': String(SIZE) });
      response.write(randomBytes(MIB));
      return Promise.resolve();
    });
    await download(async (answer) => {
      await once(answer, 'data');
      answer.destroy();
    });
    await closed;
  });

  it('before the answer began ends the call at the service', async () => {
    let reached = false;
    const closed = upstreamClosed(async () => {
      reached = true;
      return Promise.resolve();
    });
    const gone = new AbortController();
    const call = fetch(`${gateway.url}${FILE}/download?token=t`, { signal: gone.signal });
    await eventually(() => expect(reached).toBe(true));
    gone.abort();
    await expect(call).rejects.toThrow();
    await closed;
  });

  it('in the middle of an upload ends it at the service', async () => {
    let arrived = 0;
    const closed = upstreamClosed(async (request) => {
      request.on('data', (chunk: Buffer) => (arrived += chunk.length));
      return Promise.resolve();
    });
    const request = httpRequest(`${gateway.url}${FILE}?filename=a`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${jwt}`, 'content-length': SIZE },
    });
    request.on('error', () => undefined);
    request.write(randomBytes(MIB));
    await eventually(() => expect(arrived).toBe(MIB));
    request.destroy();
    await closed;
  });

  it('at the service cuts the download: the client sees that it is not whole', async () => {
    gateway.services['storage-element'].handler = (_request, response) => {
      response.writeHead(200, { 'content-length': String(SIZE) });
      response.write(randomBytes(MIB), () => response.destroy());
    };
    await download(async (answer) => {
      await expect(pipeline(answer, createHash('sha256'))).rejects.toThrow();
    });
  });
});

/** Resolves when the connection of the request at the service is gone. */
function upstreamClosed(
  handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<unknown> {
  return new Promise((resolve) => {
    gateway.services['storage-element'].handler = async (request, response) => {
      request.on('error', () => undefined);
      response.once('close', resolve);
      await handler(request, response);
    };
  });
}

/** Waits until a figure has not moved for a while. */
async function settled(figure: () => number): Promise<void> {
  let last = -1;
  await eventually(
    () => {
      const now = figure();
      const moved = now !== last;
      last = now;
      if (moved) throw new Error('It still moves');
    },
    { everyMs: 250 },
  );
}
