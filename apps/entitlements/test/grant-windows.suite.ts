import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ManualClock } from '@waybill/kernel';
import { messagingMigrations, Transactions } from '@waybill/messaging';
import { openDatabase } from '@waybill/platform';
import { createDatabase, type TestDatabase } from '@waybill/testing';
import type { DataSource } from 'typeorm';
import type { GrantWindow } from '../src/application/grant-window.js';
import { entitlementsMigrations } from '../src/persistence/migrations/index.js';
import { TypeormGrantWindow } from '../src/persistence/typeorm-grant-window.js';
import { fresh } from './scenery.js';

export interface OpenedWindow {
  readonly window: GrantWindow;
  close(): Promise<void>;
}

export async function openTypeorm(): Promise<OpenedWindow> {
  const database: TestDatabase = await createDatabase('window');
  const migrations = [...messagingMigrations, ...entitlementsMigrations];
  const source: DataSource = await openDatabase({ url: database.url, entities: [], migrations });
  const close = async () => {
    await source.destroy();
    await database.drop();
  };
  return { window: new TypeormGrantWindow(new Transactions(source)), close };
}

/** What every window of grants promises. */
export function behavesAsAWindow(open: () => Promise<OpenedWindow>): void {
  const clock = new ManualClock(new Date('2026-03-01T12:00:00.000Z'));
  const someone = () => ({ userId: fresh('user'), assetId: fresh('asset') });
  let opened: OpenedWindow;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  it('lets five through in an hour, and another when the first has left', async () => {
    const { window } = opened;
    const claim = someone();
    const take = async () => (await window.take(claim, clock.now())).taken !== null;
    const taken: boolean[] = [];
    for (let count = 0; count < 6; count += 1) {
      taken.push(await take());
      clock.advance(1_000);
    }
    expect(taken).toEqual([true, true, true, true, true, false]);
    clock.advance(3_600_000 - 6_001);
    expect(await take()).toBe(false);
    clock.advance(1);
    expect([await take(), await take()]).toEqual([true, false]);
  });

  it('of 20 at once, four being used, exactly one passes', async () => {
    const { window } = opened;
    const claim = someone();
    for (let count = 0; count < 4; count += 1) await window.take(claim, clock.now());
    const answers = await Promise.all(Array.from({ length: 20 }, () => window.take(claim, clock.now())));
    expect(answers.filter(({ taken }) => taken !== null)).toHaveLength(1);
    expect(answers.every(({ state }) => state.remaining === 0)).toBe(true);
  });

  it('says how many are left and when the next is free; looking takes nothing', async () => {
    const { window } = opened;
    const claim = someone();
    const base = { limit: 5, windowSeconds: 3600 };
    expect(await window.peek(claim, clock.now())).toEqual({ ...base, remaining: 5, resetSeconds: 3600 });
    await window.take(claim, clock.now());
    clock.advance(600_000);
    expect((await window.take(claim, clock.now())).state).toEqual({
      ...base,
      remaining: 3,
      resetSeconds: 3000,
    });
    expect(await window.peek(claim, clock.now())).toEqual({ ...base, remaining: 3, resetSeconds: 3000 });
  });

  it('takes back what came to nothing', async () => {
    const { window } = opened;
    const claim = someone();
    const { taken } = await window.take(claim, clock.now());
    await window.giveBack(claim, taken ?? '');
    expect((await window.peek(claim, clock.now())).remaining).toBe(5);
  });

  it('counts each person and each asset for itself', async () => {
    const { window } = opened;
    const claim = someone();
    for (let count = 0; count < 5; count += 1) await window.take(claim, clock.now());
    const others = [
      { ...claim, userId: fresh('user') },
      { ...claim, assetId: fresh('asset') },
    ];
    for (const other of others) expect((await window.take(other, clock.now())).taken).not.toBeNull();
  });
}
