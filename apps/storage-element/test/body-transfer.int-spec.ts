import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ResponseOutlet } from '@waybill/http-lane';
import { planResponse } from '@waybill/http-range';
import { eventually } from '@waybill/testing';
import type { StoredFile } from '../src/domain/stored-file.js';
import { LocalDisk } from '../src/sources/local-disk.js';
import { BodySender, type Engine } from '../src/transfer/body-sender.js';
import type { BodyTransfer } from '../src/transfer/body-transfer.js';
import { BufferPool } from '../src/transfer/buffer-pool.js';
import { Throttle } from '../src/transfer/throttle.js';
import { TokenBucket } from '../src/transfer/token-bucket.js';
import { RawClient } from './raw-client.js';

const MIB = 1024 * 1024;
const openDescriptors = () => readdirSync('/proc/self/fd').length;

/** One suite over both ways of moving bytes: what a client gets must not tell them apart. */
describe.each<Engine>(['auto', 'pooled'])('bodies by the %s engine', (engine) => {
  const pool = new BufferPool(256 * 1024, 8);
  const sender = new BodySender(engine);
  const transfers: BodyTransfer[] = [];
  const files = new Map<string, StoredFile>();
  let root: string;
  let store: LocalDisk;
  let server: Server;
  let url: string;
  let rate: number | null = null;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'waybill-transfer-'));
    store = new LocalDisk(root, pool);
    await store.prepare();
    server = createServer((request, response) => {
      const file = files.get(request.url ?? '');
      if (file === undefined) return response.writeHead(404).end();
      const representation = { size: file.size, mediaType: 'a/b', etag: '"e"', lastModified: file.storedAt };
      const plan = planResponse({ method: 'GET', headers: request.headers }, representation);
      void store.open(file).then((source) => {
        response.writeHead(plan.status, plan.headers);
        const throttle = rate === null ? Throttle.none : new Throttle([new TokenBucket(rate)]);
        const body = sender.begin(
          new ResponseOutlet(response),
          { pieces: plan.body, length: plan.length },
          source,
          throttle,
        );
        transfers.push(body);
        return body.run();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await store.close();
    await rm(root, { recursive: true, force: true });
  });

  async function add(path: string, bytes: Buffer): Promise<StoredFile> {
    const arrived = await store.receive(randomUUID(), Readable.from([bytes]), Infinity);
    await arrived.keep();
    const { size, sha256, location } = arrived;
    const file = {
      id: path,
      fileName: 'f',
      mediaType: 'a/b',
      size,
      sha256,
      location,
      storedAt: new Date(0),
      checkedAt: new Date(0),
    };
    files.set(path, file);
    return file;
  }

  /** The last body, once nothing more can become of its figures. */
  async function settled(): Promise<BodyTransfer> {
    const body = transfers.at(-1);
    if (body === undefined) throw new Error('There was no body');
    await eventually(() => expect(body.isSettled).toBe(true));
    return body;
  }

  function releaseAll(): void {
    for (const body of transfers.splice(0)) body.release();
  }

  it('uses the kernel where it can', () => {
    expect(sender.usesKernel).toBe(engine === 'auto' && process.platform === 'linux');
  });

  it.each([1, 1000, 64 * 1024, 256 * 1024 + 1, 5 * MIB + 3])(
    'sends %i bytes as they are, again and again',
    async (size) => {
      const bytes = randomBytes(size);
      await add(`/size-${size}`, bytes);
      for (let round = 0; round < 3; round += 1) {
        const response = await fetch(`${url}/size-${size}`);
        expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
      }
      const body = await settled();
      expect(body.ending).toBe('sent');
      expect(body.acknowledged()).toBe(size);
      releaseAll();
    },
  );

  it('sends several parts with the text between them', async () => {
    const bytes = randomBytes(MIB);
    await add('/parts', bytes);
    const response = await fetch(`${url}/parts`, { headers: { range: 'bytes=0-9,1000-299999,-5' } });
    const body = Buffer.from(await response.arrayBuffer());
    expect(body.length).toBe(Number(response.headers.get('content-length')));
    for (const [start, end] of [
      [0, 10],
      [1000, 300_000],
      [MIB - 5, MIB],
    ] as const)
      expect(body.includes(bytes.subarray(start, end))).toBe(true);
    expect((await settled()).acknowledged()).toBe(body.length);
    releaseAll();
  });

  it('keeps a connection alive from one body to the next', async () => {
    const bytes = randomBytes(300_000);
    await add('/alive', bytes);
    const client = await RawClient.open(url);
    for (let round = 0; round < 20; round += 1) {
      client.get('/alive', { range: `bytes=${round * 1000}-` });
      const { body } = await client.answer();
      expect(body.equals(bytes.subarray(round * 1000))).toBe(true);
      expect((await settled()).acknowledged()).toBe(body.length);
    }
    client.socket.destroy();
    releaseAll();
  });

  it('answers pipelined requests in their order and accounts for each', async () => {
    const bytes = randomBytes(700_000);
    await add('/piped', bytes);
    const client = await RawClient.open(url);
    const starts = Array.from({ length: 25 }, (_, index) => index * 20_000);
    for (const start of starts) client.get('/piped', { range: `bytes=${start}-` });
    for (const start of starts) expect((await client.answer()).body.equals(bytes.subarray(start))).toBe(true);
    await eventually(() => expect(transfers.every((body) => body.isSettled)).toBe(true));
    // Their files were opened in any order.
    expect(transfers.map((body) => body.acknowledged()).toSorted((a, b) => b - a)).toEqual(
      starts.map((start) => 700_000 - start),
    );
    client.socket.destroy();
    releaseAll();
  });

  it('counts what a client that left had got, not what the buffers held', async () => {
    const bytes = randomBytes(48 * MIB);
    await add('/left', bytes);
    const client = await RawClient.open(url);
    client.get('/left');
    await client.stopAfter(8 * MIB);
    // The kernels on both sides fill their buffers, then nothing moves.
    await delay(300);
    const got = client.received;
    client.socket.resetAndDestroy();
    const body = await settled();
    expect(body.ending).toBe('aborted');
    expect(body.handed).toBeLessThan(bytes.length);
    if (engine === 'auto') expect(body.acknowledged()).toBeLessThanOrEqual(body.handed);
    expect(body.acknowledged()).toBeGreaterThanOrEqual(got - 1000);
    expect(body.acknowledged()).toBeLessThan(bytes.length);
    releaseAll();
  });

  it('feeds a slow client to the end', async () => {
    const bytes = randomBytes(12 * MIB);
    await add('/slow', bytes);
    const client = await RawClient.open(url);
    client.get('/slow');
    const crawl = setInterval(
      () => (client.socket.isPaused() ? client.socket.resume() : client.socket.pause()),
      5,
    );
    const { body } = await client.answer(60_000);
    clearInterval(crawl);
    expect(body.equals(bytes)).toBe(true);
    client.socket.destroy();
    releaseAll();
  });

  it.each([
    ['shrinks', (path: string) => truncate(path, MIB)],
    [
      'changes',
      async (path: string) => {
        await writeFile(path, randomBytes(40 * MIB));
        await utimes(path, 1, 1);
      },
    ],
  ])('ends the connection when the file %s under way', async (name, harm) => {
    const bytes = randomBytes(40 * MIB);
    const file = await add(`/harmed-${name}`, bytes);
    const client = await RawClient.open(url);
    client.get(`/harmed-${name}`);
    await client.stopAfter(MIB);
    await harm(join(root, file.location));
    await client.untilGone();
    expect(client.received).toBeLessThan(bytes.length);
    expect((await settled()).ending).toBe('broken');
    releaseAll();
  });

  it('cuts a running body, however much of it is left', async () => {
    await add('/cut', randomBytes(40 * MIB));
    const client = await RawClient.open(url);
    client.get('/cut');
    await client.stopAfter(MIB);
    transfers.at(-1)?.cut();
    await client.untilGone();
    expect(client.received).toBeLessThan(40 * MIB);
    expect((await settled()).ending).toBe('cut');
    releaseAll();
  });

  it('keeps the rate within 5 %', async () => {
    const size = 3 * MIB;
    let quickest = Infinity;
    await add('/rate', randomBytes(size));
    rate = MIB;
    const seconds = async () => {
      const started = performance.now();
      await (await fetch(`${url}/rate`)).arrayBuffer();
      return (performance.now() - started) / 1000;
    };
    // Never faster; a busy machine may make one of them slower, not every one.
    await eventually(
      async () => {
        const taken = await seconds();
        quickest = Math.min(quickest, taken);
        expect(taken).toBeLessThan(3 * 1.05);
      },
      { timeoutMs: 30_000 },
    );
    expect(quickest).toBeGreaterThan(3 * 0.95);
    rate = null;
    releaseAll();
  }, 60_000);

  it('serves 200 slow clients at once, and a quick one beside them', async () => {
    const bytes = randomBytes(6 * MIB);
    await add('/crowd', bytes);
    await add('/quick', bytes.subarray(0, 1000));
    const clients = await Promise.all(Array.from({ length: 200 }, () => RawClient.open(url)));
    for (const client of clients) {
      client.socket.pause();
      client.get('/crowd');
    }
    await eventually(() => expect(transfers.length).toBe(200));
    expect((await (await fetch(`${url}/quick`)).arrayBuffer()).byteLength).toBe(1000);
    await eventually(() => expect(transfers.filter((body) => body.isSettled)).toHaveLength(1));
    for (const client of clients) client.socket.resume();
    await Promise.all(
      clients.map((client) =>
        eventually(() => expect(client.received).toBeGreaterThan(bytes.length), { timeoutMs: 60_000 }),
      ),
    );
    for (const client of clients) client.socket.destroy();
    releaseAll();
  }, 90_000);

  it('leaks no descriptor and no buffer over 10,000 transfers that were broken off', async () => {
    await add('/broken-off', randomBytes(8 * MIB));
    await (await fetch(`${url}/broken-off`, { headers: { connection: 'close' } })).arrayBuffer();
    releaseAll();
    await store.close();
    const before = await eventually(() => openDescriptors());
    const breakOff = async () => {
      for (let round = 0; round < 200; round += 1) {
        const client = await RawClient.open(url);
        client.get('/broken-off');
        await client.stopAfter(1);
        client.socket.resetAndDestroy();
      }
    };
    await Promise.all(Array.from({ length: 50 }, breakOff));
    await eventually(() => expect(transfers.every((body) => body.isSettled)).toBe(true), {
      timeoutMs: 20_000,
    });
    expect(transfers.length).toBe(10_000);
    releaseAll();
    await store.close();
    await eventually(() => expect(openDescriptors()).toBeLessThanOrEqual(before + 2));
    expect({ kernel: sender.pool.lent, pooled: pool.lent }).toEqual({ kernel: 0, pooled: 0 });
  }, 180_000);
});
