import { describe, expect, it } from '@jest/globals';
import { type DownloadNews, Hold, type Lease } from './hold.js';

const until = new Date('2026-01-01T00:05:00.000Z');
const none = Hold.none('dl_1', 'u1');
const lease = (generation = 1, bytes = 100): Lease => ({ generation, bytes, until });

function news(phase: DownloadNews['phase'], revision: number, generation = 1, bytes = 100): DownloadNews {
  return { downloadId: 'dl_1', userId: 'u1', phase, revision, generation, bytes };
}

describe('Hold', () => {
  describe('the usual life', () => {
    const tentative = none.reserve(lease());
    const firm = tentative.follow(news('live', 1));
    const stored = firm.follow(news('completed', 2));

    it('weighs nothing before it is placed', () => {
      expect([none.heldBytes, none.committedBytes]).toEqual([0, 0]);
    });
    it('is held while tentative, and when download.created makes it firm', () => {
      expect([tentative.heldBytes, firm.heldBytes]).toEqual([100, 100]);
      expect(firm.snapshot.lease).toBeNull();
    });
    it('is committed when the download completed, at what was really stored', () => {
      const other = firm.follow(news('completed', 2, 1, 90));
      expect([stored.heldBytes, stored.committedBytes]).toEqual([0, 100]);
      expect([other.heldBytes, other.committedBytes]).toEqual([0, 90]);
    });
    it('weighs nothing once it is gone', () => {
      const gone = stored.follow(news('gone', 3));
      expect(gone.weight).toBe(0);
    });
  });

  describe('repeats and late news', () => {
    const firm = none.reserve(lease()).follow(news('live', 5));

    it('takes the same reservation for no change', () => {
      const tentative = none.reserve(lease());
      expect(tentative.reserve(lease())).toBe(tentative);
      expect(firm.reserve(lease())).toBe(firm);
    });
    it('ignores an event of the same or an older revision', () => {
      expect(firm.follow(news('ended', 5))).toBe(firm);
      expect(firm.follow(news('ended', 4))).toBe(firm);
    });
    it('keeps what is stored whatever is reserved or released later', () => {
      const stored = firm.follow(news('completed', 6));
      expect(stored.reserve(lease(9))).toBe(stored);
      expect(stored.release(9)).toBe(stored);
    });
    it.each(['ended', 'gone'] as const)('refuses a hold that its download’s end (%s) overtook', (phase) => {
      const over = none.follow(news(phase, 3));
      expect(() => over.reserve(lease())).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
    });
    it('is firm by the event alone where the event overtook the hold', () => {
      const live = none.follow(news('live', 1));
      expect(live.heldBytes).toBe(100);
      expect(live.reserve(lease())).toBe(live);
    });
  });

  describe('a retry', () => {
    const failed = none.reserve(lease()).follow(news('live', 1)).follow(news('ended', 2));

    it('holds again, with a higher generation, what was released', () => {
      expect(failed.heldBytes).toBe(0);
      expect(failed.reserve(lease(2)).heldBytes).toBe(100);
    });
    it('never holds one file twice, where the failure is not known yet', () => {
      const retried = none.reserve(lease()).follow(news('live', 1)).reserve(lease(2));
      expect(retried.heldBytes).toBe(100);
    });
    it('keeps its hold when the failure before it comes late', () => {
      const retried = none.reserve(lease()).follow(news('live', 1)).reserve(lease(2));
      expect(retried.follow(news('ended', 2, 1)).heldBytes).toBe(100);
      expect(retried.follow(news('ended', 2, 1)).follow(news('live', 3, 2)).snapshot.lease).toBeNull();
    });
    it('may be tried again after it was given up', () => {
      const given = failed.reserve(lease(2)).release(2);
      expect(given.heldBytes).toBe(0);
      expect(given.reserve(lease(2)).heldBytes).toBe(100);
    });
    it('falls back to what the events said when its lease runs out', () => {
      const live = none.reserve(lease()).follow(news('live', 1)).reserve(lease(2));
      expect(live.expireLease(until).heldBytes).toBe(100);
      expect(failed.reserve(lease(2)).expireLease(until).heldBytes).toBe(0);
    });
  });

  describe('release', () => {
    it('gives back tentative and firm holds of that generation and below', () => {
      expect(none.reserve(lease(2)).release(2).heldBytes).toBe(0);
      expect(none.reserve(lease(2)).release(1).heldBytes).toBe(100);
      expect(none.follow(news('live', 1)).release(1).heldBytes).toBe(0);
      expect(none.follow(news('live', 1, 2)).release(1).heldBytes).toBe(100);
    });
    it('changes nothing where nothing is held', () => {
      expect(none.release(1)).toBe(none);
    });
  });

  describe('a lease', () => {
    it('runs out at its end, not before', () => {
      const tentative = none.reserve(lease());
      expect(tentative.expireLease(new Date(until.getTime() - 1))).toBe(tentative);
      expect(tentative.expireLease(until).heldBytes).toBe(0);
    });
    it('that ran out is made good by a late download.created', () => {
      expect(none.reserve(lease()).expireLease(until).follow(news('live', 1)).heldBytes).toBe(100);
    });
  });
});
