import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, open, rm, truncate } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import koffi from 'koffi';
import { ResponseOutlet } from '@waybill/http-lane';
import type { StoredFile } from '../src/domain/stored-file.js';
import { LocalDisk } from '../src/sources/local-disk.js';
import { BodySender } from '../src/transfer/body-sender.js';
import { BufferPool } from '../src/transfer/buffer-pool.js';
import { type Libc, loadLibc } from '../src/transfer/libc.js';
import { bindCount, bindPageCache, bindProbe } from '../src/transfer/page-cache.js';
import { Throttle } from '../src/transfer/throttle.js';

const SIZE = 512 * 1024;

/** File systems differ in what they tell: that something is in memory is said by none where it is not known. */
describe('what the kernel has in memory', () => {
  const library = koffi.load('libc.so.6');
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-page-cache-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['by count', bindCount],
    ['by probe', bindProbe],
    ['by both', bindPageCache],
  ])('is told %s of what was just written', async (_way, bind) => {
    const file = await open(join(folder, randomUUID()), 'w+');
    await file.write(randomBytes(SIZE));
    const isInMemory = bind(library);
    const told = [
      [0, SIZE],
      [1, 1],
      [SIZE - 1, 1],
      [4095, 2],
    ].map(([position = 0, length = 0]) => isInMemory(file.fd, position, length));
    // All the same: true, or that nobody can tell.
    expect(new Set(told).size).toBe(1);
    await file.close();
  });

  it('is not what nobody ever read', async () => {
    const file = await open(join(folder, randomUUID()), 'w+');
    await file.truncate(SIZE);
    expect(bindPageCache(library)(file.fd, 0, SIZE)).not.toBe(true);
    await file.close();
  });

  it('is not what lies behind the end, or in a file that is closed', async () => {
    const file = await open(join(folder, randomUUID()), 'w+');
    await file.write(randomBytes(SIZE));
    expect(bindPageCache(library)(file.fd, SIZE * 2, SIZE)).not.toBe(true);
    const { fd } = file;
    await file.close();
    expect(bindPageCache(library)(fd, 0, SIZE)).not.toBe(true);
  });
});

describe('a short body', () => {
  const libc = loadLibc();
  const calls: string[] = [];
  const counted: Libc | null = libc && {
    ...libc,
    sendFile: (...call) => {
      calls.push('at once');
      return libc.sendFile(...call);
    },
    sendFileOnPool: (...call) => {
      calls.push('on a thread');
      return libc.sendFileOnPool(...call);
    },
  };
  const sender = new BodySender('auto', counted);
  let root: string;
  let store: LocalDisk;
  let file: StoredFile;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'waybill-short-'));
    store = new LocalDisk(root, new BufferPool(256 * 1024, 8));
    await store.prepare();
    file = await storeFile();
    server = createServer((_request, response) => {
      void store.open(file).then((source) => {
        response.writeHead(200, { 'content-length': SIZE });
        const pieces = [{ kind: 'slice' as const, start: 0, end: SIZE }];
        const body = sender.begin(
          new ResponseOutlet(response),
          { pieces, length: SIZE },
          source,
          Throttle.none,
        );
        return body.sendAtOnce() ? undefined : body.run();
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

  async function storeFile(): Promise<StoredFile> {
    const arrived = await store.receive(randomUUID(), Readable.from([randomBytes(SIZE)]), Infinity);
    await arrived.keep();
    const { size, sha256, location } = arrived;
    const date = new Date(0);
    const facts = { fileName: 'f', mediaType: 'a/b', storedAt: date, checkedAt: date };
    return { id: 'f', size, sha256, location, ...facts };
  }

  async function waysOfFetching(): Promise<string[]> {
    calls.length = 0;
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(SIZE);
    return [...new Set(calls)];
  }

  it('that is not in memory never keeps the event loop waiting; one that is takes no thread', async () => {
    const path = join(root, file.location);
    // Emptied and made as long again: nothing of it was ever read.
    await truncate(path, 0);
    await truncate(path, SIZE);
    expect((await waysOfFetching())[0]).toBe('on a thread');
    expect((await waysOfFetching())[0]).toBe('at once');
  });
});
