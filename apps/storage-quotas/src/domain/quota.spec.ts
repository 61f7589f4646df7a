import { describe, expect, it } from '@jest/globals';
import { GIB } from '@waybill/kernel';
import { type DownloadNews } from './hold.js';
import { Quota } from './quota.js';
import { QuotaAccount } from './quota-account.js';

const now = new Date('2026-01-01T00:00:00.000Z');
const until = new Date('2026-01-01T00:05:00.000Z');
const opened = QuotaAccount.open({ id: 'a', userId: 'u1', tier: 'free', now });
const stored = opened.with({ revision: 1 });

function place(quota: Quota, downloadId: string, bytes: number, generation = 1) {
  return quota.place(downloadId, { generation, bytes, until });
}

function news(downloadId: string, phase: DownloadNews['phase'], bytes: number): DownloadNews {
  return { downloadId, userId: 'u1', phase, bytes, generation: 1, revision: 1 };
}

describe('Quota', () => {
  it('reserves up to the last byte and not one more', () => {
    const quota = new Quota(stored, []);
    place(quota, 'a', 5 * GIB - 1);
    expect(() => place(quota, 'b', 2)).toThrow(
      expect.objectContaining({
        code: 'INSUFFICIENT_STORAGE',
        details: { requiredBytes: 2, remainingBytes: 1, totalBytes: 5 * GIB },
      }),
    );
    place(quota, 'c', 1);
    expect(quota.account.remainingBytes).toBe(0);
    expect(quota.reservedBytes).toBe(5 * GIB);
  });

  it('leaves no trace of what it refused', () => {
    const quota = new Quota(stored, []);
    expect(() => place(quota, 'a', 6 * GIB)).toThrow('Insufficient storage space');
    expect([quota.accountChanged, quota.changedHolds.length, quota.reservedBytes]).toEqual([false, 0, 0]);
  });

  it('counts a repeat once', () => {
    const quota = new Quota(stored, []);
    place(quota, 'a', GIB);
    place(quota, 'a', GIB);
    expect(quota.account.usedBytes).toBe(GIB);
  });

  it('follows the truth of an event even where there is no room', () => {
    const quota = new Quota(stored, []);
    quota.follow(news('a', 'live', 6 * GIB));
    expect(quota.account.state.heldBytes).toBe(6 * GIB);
    expect([quota.account.remainingBytes, quota.account.usedPercent]).toEqual([0, 120]);
    expect(quota.account.remainingPercent).toBe(0);
  });

  it('refuses new holds after a downgrade below what is used, and deletes nothing', () => {
    const quota = new Quota(opened.with({ tier: 'premium', committedBytes: 10 * GIB }), []);
    quota.changeTier('free');
    expect(quota.account.usedBytes).toBe(10 * GIB);
    expect(() => place(quota, 'a', 1)).toThrow('Insufficient storage space');
  });

  it('has a change to save for a fresh account, and none where nothing happened', () => {
    expect(new Quota(opened, []).accountChanged).toBe(true);
    const quota = new Quota(stored, []);
    quota.changeTier('free');
    quota.changeSettings({ notificationThreshold: 80 });
    expect(quota.accountChanged).toBe(false);
  });

  describe('the threshold', () => {
    const at79 = stored.with({ committedBytes: Math.floor(5 * GIB * 0.79) });

    it('is crossed when the use rises to it', () => {
      const quota = new Quota(at79, []);
      place(quota, 'a', Math.ceil(5 * GIB * 0.01));
      expect(quota.crossing).toMatchObject({ usedPercent: 80, threshold: 80, totalBytes: 5 * GIB });
    });
    it('is not crossed again above it', () => {
      const quota = new Quota(at79.with({ committedBytes: 4 * GIB }), []);
      place(quota, 'a', GIB / 2);
      expect(quota.crossing).toBeNull();
    });
    it('is not crossed on the way down', () => {
      const quota = new Quota(stored.with({ heldBytes: 0 }), []);
      place(quota, 'a', 5 * GIB);
      quota.release('a', 1);
      expect(quota.crossing).toBeNull();
    });
    it('is crossed by a downgrade, and by a lower threshold', () => {
      const downgraded = new Quota(opened.with({ tier: 'premium', committedBytes: 5 * GIB }), []);
      downgraded.changeTier('free');
      const warned = new Quota(at79, []);
      warned.changeSettings({ notificationThreshold: 50 });
      expect(downgraded.crossing?.usedPercent).toBe(100);
      expect(warned.crossing?.threshold).toBe(50);
    });
  });

  it('keeps copies as long as the tier says until the person chooses', () => {
    const quota = new Quota(stored, []);
    quota.changeTier('premium');
    expect(quota.account.autoDeleteDays).toBe(45);
    quota.changeSettings({ autoDeleteDays: 7 });
    quota.changeTier('family');
    expect(quota.account.autoDeleteDays).toBe(7);
  });
});
