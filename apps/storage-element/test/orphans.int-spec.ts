import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '@waybill/kernel';
import { Jobs } from '@waybill/platform';
import { eventually } from '@waybill/testing';
import { DirectUploads } from '../src/application/direct-uploads.js';
import { Files } from '../src/application/files.js';
import { FindOrphans, type OrphanTerms } from '../src/application/find-orphans.js';
import type { HeldBytes } from '../src/domain/held-bytes.js';
import { ByteStore } from '../src/sources/byte-store.js';
import { type RunningElement, startElement, type StoredFileBody } from './running-element.js';

const DAY_MS = 24 * 3600 * 1000;

describe('bytes that nobody knows', () => {
  let element: RunningElement;
  let store: ByteStore;
  let files: Files;

  beforeAll(async () => {
    element = await startElement();
    store = part(ByteStore);
    files = part(Files);
  }, 120_000);
  afterAll(() => element.stop());

  const part = <T>(type: abstract new (...args: never[]) => T): T =>
    element.service.app.get<T>(type, { strict: false });
  /** Everything there is was stored before this one looks. */
  const orphans = () =>
    new FindOrphans(files, part(DirectUploads), store, { now: () => new Date(Date.now() + DAY_MS) });
  const look = async (terms: Partial<OrphanTerms> = {}) => {
    const found: { readonly orphan: HeldBytes; readonly isRemoved: boolean }[] = [];
    const watch = {
      found: (orphan: HeldBytes, isRemoved: boolean) => found.push({ orphan, isRemoved }),
      passed: () => undefined,
    };
    const all = { minAgeMs: 0, remove: false, force: false, ...terms };
    const count = await orphans().execute(all, watch);
    return { count, found, ids: found.map(({ orphan }) => orphan.id) };
  };
  const inventory = async () => {
    const held: HeldBytes[] = [];
    for await (const one of store.inventory()) held.push(one);
    return held;
  };
  const locationOf = async (id: string) =>
    (await inventory()).find((held) => held.id === id)?.location ?? 'nowhere';
  /** As if its element had died before it could commit. */
  const orphan = async (bytes: Buffer = randomBytes(1_000)) => {
    const file = await element.store(bytes);
    await element.database.query('DELETE FROM files WHERE id = $1', [file.id]);
    return file;
  };
  const served = async (file: StoredFileBody) => {
    const answer = await element.download(file.id, await element.ticket(file));
    return Buffer.from(await answer.arrayBuffer());
  };

  beforeEach(async () => {
    await look({ remove: true, force: true });
  });

  it('are none where files were stored, removed, brought back and damaged', async () => {
    const bytes = randomBytes(2_000);
    const [kept, removed, back, damaged] = await Promise.all([
      element.store(randomBytes(1_000)),
      element.store(randomBytes(1_000)),
      element.store(bytes),
      element.store(randomBytes(1_000)),
    ]);
    const headers = await element.as('ops', 'admin');
    for (const { id } of [removed, back])
      await fetch(`${element.url}/api/v1/files/${id}`, { method: 'DELETE', headers });
    expect((await element.put(bytes, { id: back.id })).status).toBe(201);
    await element.database.query('UPDATE files SET damaged_at = now() WHERE id = $1', [damaged.id]);

    const { count } = await look();
    expect(count).toMatchObject({ orphans: 0, orphanBytes: 0, removed: 0 });
    const there = (await inventory()).map(({ id }) => id);
    expect(there).toEqual(expect.arrayContaining([kept.id, back.id, damaged.id]));
    expect(there).not.toContain(removed.id);
    expect(count.seen).toBe(there.length);
  });

  it('are found and left alone', async () => {
    const lost = await orphan(randomBytes(1_234));
    const location = await locationOf(lost.id);
    const { count, found } = await look();
    expect(found).toEqual([
      {
        isRemoved: false,
        orphan: { kind: 'file', id: lost.id, location, size: 1_234, changedAt: expect.any(Date) },
      },
    ]);
    expect(count).toMatchObject({ orphans: 1, orphanBytes: 1_234, removed: 0 });
    expect(await store.holds(location)).toBe(true);
  });

  it('are what a removed file left, too', async () => {
    const left = await element.store(randomBytes(100));
    await element.database.query('UPDATE files SET removed_at = now() WHERE id = $1', [left.id]);
    expect((await look()).ids).toEqual([left.id]);
  });

  it('are removed when that is asked for, and nothing else is', async () => {
    const kept = await Promise.all([1, 2, 3].map(() => element.store(randomBytes(3_000))));
    const lost = await orphan();
    const location = await locationOf(lost.id);
    const { count, found } = await look({ remove: true });
    expect(found.map(({ isRemoved }) => isRemoved)).toEqual([true]);
    expect(count).toMatchObject({ orphans: 1, removed: 1 });
    expect(await store.holds(location)).toBe(false);
    for (const file of kept) expect(await served(file)).toHaveLength(3_000);
    expect((await look()).count.orphans).toBe(0);
    // The id is free again.
    expect((await element.put('other bytes', { id: lost.id })).status).toBe(201);
  });

  it('are passed over while they are young', async () => {
    await orphan();
    expect((await look({ minAgeMs: 2 * DAY_MS })).count.orphans).toBe(0);
    expect((await look({ minAgeMs: 2 * DAY_MS, remove: true, force: true })).count.removed).toBe(0);
    expect((await look()).count.orphans).toBe(1);
  });

  it('are not removed where they are most of what there is, unless that is forced', async () => {
    const all = await inventory();
    const lost = [];
    for (let more = 0; more <= all.length; more += 1) lost.push((await orphan(randomBytes(10))).id);
    await expect(look({ remove: true })).rejects.toMatchObject({
      code: 'STORAGE_UNKNOWN',
      details: { seen: all.length + lost.length, orphans: lost.length },
    });
    expect((await look()).ids.toSorted()).toEqual(lost.toSorted());
    expect((await look({ remove: true, force: true })).count.removed).toBe(lost.length);
    expect(await inventory()).toHaveLength(all.length);
  });

  describe('beside an upload that has its bytes in place, but has not committed', () => {
    /** Adds a file, and waits inside its transaction until it may go on. */
    const begin = async (bytes: Buffer) => {
      const id = randomUUID();
      async function* body() {
        yield await Promise.resolve(bytes);
      }
      const arrived = await store.receive(id, body(), Infinity);
      const { size, sha256, location } = arrived;
      const now = new Date();
      const file = {
        id,
        fileName: 'f',
        mediaType: 'a/b',
        size,
        sha256,
        location,
        storedAt: now,
        checkedAt: now,
      };
      const [placed, goOn] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
      const added = files.add(file, async () => {
        await arrived.keep();
        placed.resolve(undefined);
        await goOn.promise;
      });
      await placed.promise;
      return { id, added, goOn, location };
    };
    /** A look that wants to remove everything waits for somebody. */
    const waits = () =>
      eventually(async () => {
        const { rows } = await element.database.query(
          `SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO files%'`,
        );
        expect(rows).toHaveLength(1);
      });

    it('they are not removed when it commits', async () => {
      const upload = await begin(randomBytes(5_000));
      const looking = look({ remove: true, force: true });
      await waits();
      upload.goOn.resolve(undefined);
      expect((await upload.added).kind).toBe('added');
      expect((await looking).count).toMatchObject({ orphans: 0, removed: 0 });
      expect(await store.holds(upload.location)).toBe(true);
    });

    it('they are removed when it fails', async () => {
      const upload = await begin(randomBytes(5_000));
      const looking = look({ remove: true, force: true });
      await waits();
      upload.goOn.reject(new Error('The element died'));
      await expect(upload.added).rejects.toThrow('The element died');
      expect((await looking).ids).toEqual([upload.id]);
      expect(await store.holds(upload.location)).toBe(false);
    });
  });

  it('are never those of files that are being stored while everything unknown is removed', async () => {
    const run = { isOver: false };
    const removing = (async () => {
      let removed = 0;
      while (!run.isOver) removed += (await look({ remove: true, force: true })).count.removed;
      return removed;
    })();
    const bodies = Array.from({ length: 60 }, (_, index) => randomBytes(1_000 + index));
    const stored: StoredFileBody[] = [];
    for (let at = 0; at < bodies.length; at += 6)
      stored.push(...(await Promise.all(bodies.slice(at, at + 6).map((body) => element.store(body)))));
    run.isOver = true;
    expect(await removing).toBe(0);
    for (const [index, file] of stored.entries())
      expect((await served(file)).equals(bodies[index] ?? Buffer.alloc(0))).toBe(true);
  });

  it('are counted each night', async () => {
    const lost = await orphan(randomBytes(777));
    const clock = part(Clock);
    const now = clock.now.bind(clock);
    clock.now = () => new Date(Date.now() + 2 * DAY_MS);
    try {
      expect(await part(Jobs).runNow('find-orphans')).toBe(1);
    } finally {
      clock.now = now;
    }
    const metrics = await (await fetch(`${element.url}/metrics`)).text();
    expect(metrics).toMatch(/^storage_orphans\{.*\} 1$/m);
    expect(metrics).toMatch(/^storage_orphan_bytes\{.*\} 777$/m);
    expect(await store.holds(await locationOf(lost.id))).toBe(true);
  });
});
