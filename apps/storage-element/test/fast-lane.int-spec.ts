import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { RawClient } from './raw-client.js';
import { type RunningElement, startElement, type StoredFileBody } from './running-element.js';

const SIZE = 300_000;

async function countConnections({ service }: RunningElement): Promise<number> {
  const server = service.app.getHttpServer();
  return promisify(server.getConnections.bind(server))();
}

/** The bytes of one file by one ticket, that everything is remembered of. */
describe('a connection of plain requests', () => {
  const bytes = randomBytes(SIZE);
  let element: RunningElement;
  let file: StoredFileBody;
  let path: string;

  beforeAll(async () => {
    element = await startElement();
    file = await element.store(bytes);
    const token = await element.ticket(file);
    path = `/api/v1/files/${file.id}/download?token=${token}`;
    expect((await element.download(file.id, token)).status).toBe(200);
  }, 60_000);
  afterAll(() => element.stop());

  const bytesOf = (answer: { body: Buffer }, start = 0, end = SIZE) =>
    expect(answer.body.equals(bytes.subarray(start, end))).toBe(true);

  async function open(): Promise<RawClient> {
    // The descriptor is remembered for a second only.
    await (await fetch(element.url + path)).arrayBuffer();
    return RawClient.open(element.url);
  }

  it('gets one answer after the other, with the head that the ordinary way gives', async () => {
    const ordinary = await fetch(element.url + path, { headers: { 'x-request-id': 'r' } });
    await ordinary.arrayBuffer();
    const client = await open();
    for (let round = 0; round < 20; round += 1) {
      client.get(path, { 'x-request-id': 'r' });
      const answer = await client.answer();
      bytesOf(answer);
      for (const [name, value] of ordinary.headers)
        if (name !== 'date') expect(answer.head.toLowerCase()).toContain(`${name}: ${value}`.toLowerCase());
      expect(answer.head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    }
    client.socket.destroy();
  });

  it('gets ranges, several at once, and conditions', async () => {
    const client = await open();
    client.get(path, { Range: 'bytes=1000-1999' });
    const answer = await client.answer();
    expect(answer.head).toContain(`content-range: bytes 1000-1999/${SIZE}`);
    bytesOf(answer, 1000, 2000);
    client.get(path, { Range: 'bytes=0-9,100-109' });
    expect((await client.answer()).head).toContain('multipart/byteranges');
    client.get(path, { 'If-None-Match': file.etag });
    expect((await client.answer()).head).toContain('304 Not Modified');
    client.get(path);
    bytesOf(await client.answer());
    client.socket.destroy();
  });

  it('is answered in order when it does not wait for the answers', async () => {
    const client = await open();
    const starts = [0, 100, 200, 300, 400];
    client.get(path);
    for (const start of starts) client.get(path, { Range: `bytes=${start}-` });
    bytesOf(await client.answer());
    for (const start of starts) bytesOf(await client.answer(), start);
    client.socket.destroy();
  });

  it('is answered in order when the next request comes while a body waits for the client', async () => {
    const client = await open();
    client.get(path);
    bytesOf(await client.answer());
    client.socket.pause();
    // A person may have 16 at once.
    for (let round = 0; round < 15; round += 1) client.get(path, { Range: `bytes=${round}-` });
    client.socket.resume();
    for (let round = 0; round < 15; round += 1) bytesOf(await client.answer(), round);
    client.socket.destroy();
  });

  it('may begin with a link that nobody has seen yet, and ask on while that is looked at', async () => {
    const other = await element.store(bytes);
    const link = `/api/v1/files/${other.id}/download?token=${await element.ticket(other)}`;
    const client = await RawClient.open(element.url);
    client.get(link);
    // Apart, so that they are read apart.
    await new Promise((resolve) => setImmediate(resolve));
    client.get(link, { Range: 'bytes=1000-1999' });
    client.get('/nowhere');
    bytesOf(await client.answer());
    bytesOf(await client.answer(), 1000, 2000);
    expect((await client.answer()).head).toContain('404 Not Found');
    client.socket.destroy();
  });

  it('that begins with a forged link is refused, and answered what it asks behind it', async () => {
    const client = await RawClient.open(element.url);
    client.get(`${path}x`);
    await new Promise((resolve) => setImmediate(resolve));
    client.get(path);
    expect((await client.answer()).head).toContain('403 Forbidden');
    bytesOf(await client.answer());
    client.socket.destroy();
  });

  it('may go away while its link is looked at', async () => {
    const before = await eventually(() => countConnections(element));
    const clients = await Promise.all(Array.from({ length: 20 }, () => RawClient.open(element.url)));
    for (const client of clients) {
      client.get(`${path}x`);
      client.socket.resetAndDestroy();
    }
    await eventually(async () => expect(await countConnections(element)).toBeLessThanOrEqual(before));
    await (await fetch(element.url + path)).arrayBuffer();
  });

  it('goes the ordinary way from the first unusual request on', async () => {
    const client = await open();
    client.get(path);
    bytesOf(await client.answer());
    client.socket.write(`HEAD ${path} HTTP/1.1\r\nHost: test\r\n\r\n`);
    await eventually(() => expect(client.received).toBeGreaterThan(SIZE));
    client.socket.write('GET /nowhere HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n');
    expect(await client.untilGone()).toBe('end');
  });

  it('may send a request in pieces', async () => {
    const client = await open();
    client.socket.write(`GET ${path} HTTP/1.1\r\nHo`);
    // Apart, so that they are read apart.
    await new Promise((resolve) => setImmediate(resolve));
    client.socket.write('st: test\r\n\r\n');
    bytesOf(await client.answer());
    client.socket.destroy();
  });

  it('is told of a refusal like any other', async () => {
    const client = await open();
    client.get(path);
    bytesOf(await client.answer());
    client.get(`${path}x`);
    expect((await client.answer()).head).toContain('403 Forbidden');
    client.socket.destroy();
  });

  it('gets the whole answer after it closed its own side', async () => {
    const client = await open();
    client.get(path);
    client.socket.end();
    bytesOf(await client.answer());
    expect(await client.untilGone()).toBe('end');
  });

  it('gets it from the ordinary way too, all that it asked for', async () => {
    const client = await open();
    client.get(path, { 'Content-Length': '0' });
    client.get(path, { Range: 'bytes=1000-' });
    client.socket.end();
    bytesOf(await client.answer());
    bytesOf(await client.answer(), 1000);
    expect(await client.untilGone()).toBe('end');
  });

  it('needs no place for a body that leaves at once, however many come together', async () => {
    await (await fetch(element.url + path)).arrayBuffer();
    // A person may have 16 at once.
    const clients = await Promise.all(Array.from({ length: 40 }, () => RawClient.open(element.url)));
    for (const client of clients) client.get(path, { Range: 'bytes=1000-1999' });
    for (const client of clients) bytesOf(await client.answer(), 1000, 2000);
    for (const client of clients) client.socket.destroy();
  });

  it('accounts for every body', async () => {
    const other = await element.store(randomBytes(1000));
    const token = await element.ticket(other, { did: 'dl_0192f3a4b5c67d8e9f001122334455aa' });
    const link = `/api/v1/files/${other.id}/download?token=${token}`;
    await (await fetch(element.url + link)).arrayBuffer();
    const client = await RawClient.open(element.url);
    for (let round = 0; round < 10; round += 1) {
      client.get(link, { Range: `bytes=${round * 100}-${round * 100 + 99}` });
      await client.answer();
    }
    const reports = await eventually(() => {
      const own = element.served().filter(({ fileId }) => fileId === other.id);
      expect(own.reduce((sum, { bytes: sent }) => sum + sent, 0)).toBe(2000);
      return own;
    });
    expect(reports.reduce((sum, { bodies = 1 }) => sum + bodies, 0)).toBe(11);
    client.socket.destroy();
  });

  it('does not hold up the end of the service', async () => {
    const own = await startElement();
    const idle = await RawClient.open(own.url);
    await own.stop();
    expect(await idle.untilGone()).toBe('end');
  }, 30_000);
});
