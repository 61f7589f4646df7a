import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HeldBytes } from '../src/domain/held-bytes.js';
import type { StoredFile } from '../src/domain/stored-file.js';
import type { ArrivedBytes, ByteStore } from '../src/sources/byte-store.js';
import type { OpenBytes } from '../src/sources/open-bytes.js';
import { BufferPool } from '../src/transfer/buffer-pool.js';
import type { TestStorage } from './test-storage.js';

export interface StoreUnderTest {
  readonly storage: TestStorage;
  /** The store, with buffers of this pool. */
  open(pool: BufferPool): ByteStore;
}

const MIB = 1024 * 1024;
const PART = 5 * MIB;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function* inChunks(bytes: Buffer, size = 100_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** What every source promises, whatever it keeps bytes in. */
export function describeByteStore(name: string, start: () => Promise<StoreUnderTest>): void {
  describe(`${name} as a store of bytes`, () => {
    const pool = new BufferPool(PART, 4);
    const calm = new AbortController().signal;
    let storage: TestStorage;
    let store: ByteStore;

    beforeAll(async () => {
      const started = await start();
      storage = started.storage;
      store = started.open(pool);
      await store.prepare();
    });
    afterAll(() => storage.drop());

    const fileOf = (id: string, { location, size, sha256: digest }: ArrivedBytes): StoredFile => {
      const now = new Date();
      return {
        id,
        fileName: 'f',
        mediaType: 'a/b',
        size,
        sha256: digest,
        location,
        storedAt: now,
        checkedAt: now,
      };
    };
    const arrive = async (bytes: Buffer, id: string = randomUUID()) => {
      const arrived = await store.receive(id, inChunks(bytes), Infinity);
      return { arrived, file: fileOf(id, arrived) };
    };
    const keep = async (bytes: Buffer, id?: string) => {
      const { arrived, file } = await arrive(bytes, id);
      await arrived.keep();
      await arrived.discard();
      return file;
    };
    const read = async (source: OpenBytes, start: number, end: number) => {
      const chunks: Buffer[] = [];
      // A chunk is good until the next one is asked for.
      for await (const chunk of source.chunks(start, end, calm)) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks);
    };
    const readAll = async (file: StoredFile) => {
      const source = await store.open(file);
      return read(source, 0, file.size).finally(() => source.release());
    };

    it('answers when it is asked whether it is there', async () => {
      await store.check();
    });

    it.each([0, 1, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + 12_345])(
      'gives back a body of %d bytes as it came',
      async (size) => {
        const bytes = randomBytes(size);
        const file = await keep(bytes);
        expect([file.size, file.sha256]).toEqual([size, sha256(bytes)]);
        expect((await readAll(file)).equals(bytes)).toBe(true);
        expect(pool.lent).toBe(0);
      },
    );

    it('gives any slice, several of them at once', async () => {
      const bytes = randomBytes(2 * PART + 77);
      const source = await store.open(await keep(bytes));
      const slices = [
        [0, 1],
        [PART - 1, PART + 1],
        [bytes.length - 1, bytes.length],
        [0, bytes.length],
        [12_345, 7_654_321],
        [500, 500],
      ] as const;
      const same = slices.map(async ([from, to]) =>
        (await read(source, from, to)).equals(bytes.subarray(from, to)),
      );
      expect(await Promise.all(same)).toEqual(slices.map(() => true));
      source.release();
    });

    it('shows nothing before it is kept, and nothing after it is discarded', async () => {
      const { arrived, file } = await arrive(randomBytes(2 * PART + 1));
      await expect(store.open(file)).rejects.toMatchObject({ code: 'FILE_NOT_AVAILABLE' });
      await arrived.discard();
      await expect(store.open(file)).rejects.toMatchObject({ code: 'FILE_NOT_AVAILABLE' });
      expect(await storage.leftovers()).toEqual([]);
      expect(pool.lent).toBe(0);
    });

    it.each([10, 2 * PART])(
      'leaves nothing of a body of more than %d bytes that breaks off',
      async (size) => {
        const reason = new Error('The sender has gone');
        async function* broken() {
          yield* inChunks(randomBytes(size));
          throw reason;
        }
        await expect(store.receive(randomUUID(), broken(), Infinity)).rejects.toBe(reason);
        expect(await storage.leftovers()).toEqual([]);
        expect(pool.lent).toBe(0);
      },
    );

    it('refuses what is over the limit, and leaves nothing', async () => {
      const body = inChunks(randomBytes(2 * PART));
      await expect(store.receive(randomUUID(), body, 2 * PART - 1)).rejects.toMatchObject({
        code: 'PAYLOAD_TOO_LARGE',
      });
      expect(await storage.leftovers()).toEqual([]);
      expect(pool.lent).toBe(0);
    });

    it('takes 20 bodies at once and mixes none up', async () => {
      const bodies = Array.from({ length: 20 }, () => randomBytes(PART + 1_000));
      const files = await Promise.all(bodies.map((body) => keep(body)));
      const same = await Promise.all(
        files.map(async (file, index) => (await readAll(file)).equals(bodies[index] ?? Buffer.alloc(0))),
      );
      expect(same).toEqual(bodies.map(() => true));
      expect(pool.lent).toBe(0);
    });

    it('does not find what is not there, or has another length', async () => {
      const file = await keep(randomBytes(10));
      await expect(store.open({ ...file, size: 11 })).rejects.toMatchObject({ code: 'FILE_NOT_AVAILABLE' });
      await store.remove(file.location);
      await expect(store.open(file)).rejects.toMatchObject({ code: 'FILE_NOT_AVAILABLE' });
      await store.remove(file.location);
    });

    it('lists what was kept and not removed, and says whether it is there', async () => {
      const { arrived } = await arrive(randomBytes(100));
      const [kept, removed] = [await keep(randomBytes(PART + 1)), await keep(randomBytes(10))];
      await store.remove(removed.location);
      const held = new Map<string, HeldBytes>();
      for await (const one of store.inventory()) held.set(one.location, one);
      expect(held.get(kept.location)).toEqual({
        kind: 'file',
        id: kept.id,
        location: kept.location,
        size: PART + 1,
        changedAt: expect.any(Date),
      });
      const age = Date.now() - (held.get(kept.location)?.changedAt.getTime() ?? 0);
      expect(Math.abs(age)).toBeLessThan(60_000);
      const locations = [kept, removed, arrived].map(({ location }) => location);
      expect(locations.map((location) => held.has(location))).toEqual([true, false, false]);
      const there = await Promise.all(locations.map((location) => store.holds(location)));
      expect(there).toEqual([true, false, false]);
      await arrived.discard();
    });

    it('stops reading when it is told to', async () => {
      const source = await store.open(await keep(randomBytes(3 * PART)));
      const stop = new AbortController();
      const reading = (async () => {
        for await (const chunk of source.chunks(0, 3 * PART, stop.signal))
          if (chunk.length > 0) stop.abort(new Error('Enough'));
      })();
      await expect(reading).rejects.toThrow('Enough');
      source.release();
    });

    it('lets readers leave at any moment', async () => {
      const source = await store.open(await keep(randomBytes(3 * PART)));
      for (let round = 0; round < 20; round += 1)
        for await (const chunk of source.chunks(0, 3 * PART, calm)) if (chunk.length > 0) break;
      source.release();
    });

    it('never gives bytes of another version, not even of the same length', async () => {
      const bytes = randomBytes(2 * PART);
      const file = await keep(bytes);
      const source = await store.open(file);
      await storage.overwrite(file.location, randomBytes(2 * PART));
      await expect(read(source, 0, 1_000)).rejects.toThrow();
      source.release();
    });

    it('tells when bytes were written to', async () => {
      const file = await keep(randomBytes(10));
      const source = await store.open(file);
      expect(Math.abs((source.changedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
      source.release();
    });
  });
}
