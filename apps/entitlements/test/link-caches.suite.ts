import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { GeneratedLink, LinkCache, LinkMaker } from '../src/application/link-cache.js';
import { fresh } from './scenery.js';

export interface OpenedCache {
  readonly cache: LinkCache;
  close(): Promise<void>;
}

type Made = GeneratedLink | 'refused';

/** Makes links that know how many were made before them. */
export class CountingMaker implements LinkMaker<Made> {
  made = 0;
  good = true;
  refuses = false;

  isGood(): Promise<boolean> {
    return Promise.resolve(this.good);
  }

  async make(): Promise<Made> {
    this.made += 1;
    const grantId = `gr_${String(this.made)}`;
    await delay(5);
    if (this.refuses) return 'refused';
    const issuedAt = new Date();
    const expiresAt = new Date(issuedAt.getTime() + 300_000);
    return { url: `http://files/${grantId}`, grantId, downloadId: 'dl', generation: 1, issuedAt, expiresAt };
  }

  linkOf(made: Made): GeneratedLink | null {
    return made === 'refused' ? null : made;
  }
}

/** What every cache of links promises. */
export function behavesAsACache(open: () => Promise<OpenedCache>): void {
  let opened: OpenedCache;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  it('hands out the same link while it is good, with its times', async () => {
    const [maker, key] = [new CountingMaker(), fresh('key')];
    const first = await opened.cache.once(key, maker);
    expect(await opened.cache.once(key, maker)).toEqual(first);
    maker.good = false;
    expect(await opened.cache.once(key, maker)).not.toEqual(first);
    expect(maker.made).toBe(2);
  });

  it('of 20 at once one makes it', async () => {
    const [maker, key] = [new CountingMaker(), fresh('key')];
    const answers = await Promise.all(Array.from({ length: 20 }, () => opened.cache.once(key, maker)));
    expect(maker.made).toBe(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('keeps no refusal, and keys do not meet', async () => {
    const [maker, key] = [new CountingMaker(), fresh('key')];
    maker.refuses = true;
    expect(await opened.cache.once(key, maker)).toBe('refused');
    maker.refuses = false;
    expect(await opened.cache.once(key, maker)).toMatchObject({ grantId: 'gr_2' });
    expect(await opened.cache.once(fresh('key'), maker)).toMatchObject({ grantId: 'gr_3' });
  });

  it('the next one makes it where the first one failed', async () => {
    const [maker, key] = [new CountingMaker(), fresh('key')];
    const failing: LinkMaker<Made> = {
      isGood: () => maker.isGood(),
      linkOf: (made) => maker.linkOf(made),
      make: () => Promise.reject(new Error('no')),
    };
    const [failed, made] = await Promise.allSettled([
      opened.cache.once(key, failing),
      opened.cache.once(key, maker),
    ]);
    expect([failed.status, made.status, maker.made]).toEqual(['rejected', 'fulfilled', 1]);
  });
}
