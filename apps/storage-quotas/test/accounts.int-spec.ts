import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, GIB, HOUR, newDownloadId, type Tier, uuidv7 } from '@waybill/kernel';
import { report } from './reports.js';
import { openService, type Service } from './service.fixture.js';

describe('accounts', () => {
  let service: Service;
  beforeAll(async () => {
    service = await openService();
  });
  afterAll(() => service.close());

  const subscribe = (userId: string, tier: Tier, change: { validUntil?: Date; at?: number } = {}) =>
    service.changeSubscription.execute({
      userId,
      tier,
      validUntil: change.validUntil ?? null,
      changedAt: new Date(service.clock.now().getTime() + (change.at ?? 0)),
    });
  const open = (userId: string, tokenTier: Tier = 'free') =>
    service.changeSettings.execute({ userId, tokenTier }, {});
  const tierOf = async (userId: string) => (await service.quotas.find(userId))?.state.tier;
  const events = async (userId: string, type: string): Promise<Record<string, unknown>[]> => {
    const rows: { value: string }[] = await service.source.query(
      'SELECT value FROM outbox WHERE key = $1 ORDER BY position',
      [userId],
    );
    const all = rows.map(({ value }) => JSON.parse(value) as { type: string; data: Record<string, unknown> });
    return all.filter((event) => event.type === type).map(({ data }) => data);
  };

  describe('tiers', () => {
    it('follow the subscription, up and down', async () => {
      const user = uuidv7();
      await open(user);
      await subscribe(user, 'family');
      expect(await tierOf(user)).toBe('family');
      await subscribe(user, 'free', { at: 1 });
      expect(await tierOf(user)).toBe('free');
    });

    it('ignore older news and repeats', async () => {
      const user = uuidv7();
      await open(user);
      await subscribe(user, 'premium', { at: 10 });
      await subscribe(user, 'family', { at: 5 });
      await subscribe(user, 'family', { at: 10 });
      expect(await tierOf(user)).toBe('premium');
    });

    it('are the subscription’s for an account made after the event', async () => {
      const user = uuidv7();
      await subscribe(user, 'premium');
      expect((await service.queries.account(user, 'free')).state.tier).toBe('premium');
      await open(user, 'free');
      expect(await tierOf(user)).toBe('premium');
    });

    it('are never missed by an account that is made at the same moment', async () => {
      const users = Array.from({ length: 50 }, () => uuidv7());
      await Promise.all(users.flatMap((user) => [open(user, 'free'), subscribe(user, 'premium')]));
      const tiers = await Promise.all(users.map(tierOf));
      expect(new Set(tiers)).toEqual(new Set(['premium']));
    });

    it('go back to free when the subscription ran out, once', async () => {
      const user = uuidv7();
      await open(user);
      await subscribe(user, 'family', { validUntil: new Date(service.clock.now().getTime() + HOUR) });
      expect(await service.expireSubscriptions.execute()).toBe(0);
      service.clock.advance(HOUR);
      expect(await service.expireSubscriptions.execute()).toBe(1);
      expect(await tierOf(user)).toBe('free');
      expect(await service.expireSubscriptions.execute()).toBe(0);
      await expect(upgrade(user, 'family')).rejects.toMatchObject({ code: 'SUBSCRIPTION_REQUIRED' });
    });
  });

  const upgrade = (userId: string, tier: Tier, tokenTier: Tier = 'free', unlimited = false) =>
    service.upgradeQuota.execute({ userId, tokenTier, unlimited }, tier);

  describe('upgrade', () => {
    it('is refused above token and subscription, and moves nothing', async () => {
      const user = uuidv7();
      await open(user);
      await expect(upgrade(user, 'premium')).rejects.toThrow('Premium subscription required');
      expect(await tierOf(user)).toBe('free');
    });

    it('takes what the last subscription event allows, and any tier for admin', async () => {
      const user = uuidv7();
      await open(user);
      await subscribe(user, 'premium');
      expect((await upgrade(user, 'free')).state.tier).toBe('free');
      expect((await upgrade(user, 'premium')).state.tier).toBe('premium');
      expect((await upgrade(user, 'family', 'free', true)).state.tier).toBe('family');
    });
  });

  describe('initialize', () => {
    const initialize = (userId: string, wanted: Tier | null, tokenTier: Tier = 'free') =>
      service.initializeQuota.execute({ userId, tokenTier, unlimited: false }, wanted);

    it('makes the account once, whoever asks at the same time', async () => {
      const user = uuidv7();
      const all = await Promise.all(Array.from({ length: 20 }, () => initialize(user, null)));
      expect(all.filter(({ made }) => made)).toHaveLength(1);
      expect(new Set(all.map(({ account }) => account.state.id)).size).toBe(1);
    });

    it('leaves an account as it is', async () => {
      const user = uuidv7();
      await initialize(user, 'free', 'premium');
      const again = await initialize(user, 'premium', 'premium');
      expect([again.made, again.account.state.tier]).toEqual([false, 'free']);
    });

    it('is free by default, and refuses what the caller may not have', async () => {
      const user = uuidv7();
      await expect(initialize(user, 'family', 'premium')).rejects.toMatchObject({
        code: 'SUBSCRIPTION_REQUIRED',
      });
      expect((await initialize(user, null, 'premium')).account.state.tier).toBe('free');
    });
  });

  describe('events', () => {
    it('tell every change with its revision, and nothing where nothing changed', async () => {
      const user = uuidv7();
      await open(user);
      await service.placeHold.execute({
        userId: user,
        downloadId: newDownloadId(),
        generation: 1,
        bytes: GIB,
        tier: 'free',
      });
      await service.changeSettings.execute(
        { userId: user, tokenTier: 'free' },
        { notificationThreshold: 80 },
      );
      await service.changeSettings.execute({ userId: user, tokenTier: 'free' }, { autoDeleteDays: 7 });
      const told = await events(user, 'waybill.quota.changed');
      expect(
        told.map(({ revision, heldBytes, autoDeleteDays }) => [revision, heldBytes, autoDeleteDays]),
      ).toEqual([
        [1, 0, 30],
        [2, GIB, 30],
        [3, GIB, 7],
      ]);
      expect((await service.quotas.find(user))?.state.revision).toBe(3);
    });

    it('tell the threshold once for each time it is crossed upwards', async () => {
      const user = uuidv7();
      const place = (downloadId: string, bytes: number) =>
        service.placeHold.execute({ userId: user, downloadId, generation: 1, bytes, tier: 'free' });
      await place('dl_t1', 4 * GIB);
      await place('dl_t2', GIB / 2);
      await service.releaseHold.execute('dl_t1', 1);
      await place('dl_t3', 4 * GIB);
      const told = await events(user, 'waybill.quota.threshold-crossed');
      expect(
        told.map(({ usedBytes, usedPercent, threshold }) => [usedBytes, usedPercent, threshold]),
      ).toEqual([
        [4 * GIB, 80, 80],
        [4.5 * GIB, 90, 80],
      ]);
    });

    it('come with the change or not at all', async () => {
      const user = uuidv7();
      const failed = service.transactions.run(async () => {
        await open(user);
        throw new Error('the rest of the transaction');
      });
      await expect(failed).rejects.toThrow('the rest');
      expect(await events(user, 'waybill.quota.changed')).toEqual([]);
      expect(await service.quotas.find(user)).toBeNull();
    });
  });

  describe('the summary', () => {
    it('counts by the newest event of each download, without the deleted ones', async () => {
      const user = uuidv7();
      const follow = (downloadId: string, change: Partial<Parameters<typeof report>[0]>) =>
        service.follow(report({ userId: user, downloadId, ...change }));
      const later = new Date(service.clock.now().getTime() + HOUR);
      const latest = new Date(service.clock.now().getTime() + DAY);
      await follow('dl_s1', { revision: 3, phase: 'completed', status: 'completed', createdAt: later });
      await follow('dl_s1', { revision: 2, status: 'downloading', createdAt: later });
      await follow('dl_s2', { revision: 1, status: 'paused', createdAt: latest });
      await follow('dl_s3', { revision: 1, status: 'pending' });
      await follow('dl_s3', { revision: 2, phase: 'gone', status: 'cancelled', deleted: true });
      await follow('dl_s3', { revision: 1, status: 'pending' });
      await follow('dl_s4', { revision: 1, listed: false, holdsQuota: false });
      const summary = await service.queries.summary(user);
      expect(summary).toEqual({
        counts: { pending: 0, downloading: 0, completed: 1, paused: 1, failed: 0, cancelled: 0 },
        oldest: later,
      });
    });

    it('is empty for a stranger', async () => {
      const { counts, oldest } = await service.queries.summary(uuidv7());
      expect(Object.values(counts)).toEqual([0, 0, 0, 0, 0, 0]);
      expect(oldest).toBeNull();
    });
  });

  describe('an erased person', () => {
    it('is forgotten, also by events that come late', async () => {
      const user = uuidv7();
      const downloadId = newDownloadId();
      await subscribe(user, 'premium');
      await service.follow(report({ userId: user, downloadId }));
      await service.forgetPerson.execute(user, service.clock.now());
      await service.follow(report({ userId: user, downloadId, revision: 2, phase: 'ended' }));
      await service.follow(report({ userId: user, downloadId, revision: 3, phase: 'gone' }));
      expect(await traces(user)).toEqual([]);
    });

    it('may come back as somebody new', async () => {
      const user = uuidv7();
      await service.forgetPerson.execute(user, service.clock.now());
      const createdAt = new Date(service.clock.now().getTime() + 1);
      await service.follow(report({ userId: user, downloadId: newDownloadId(), createdAt }));
      expect((await service.quotas.find(user))?.state.heldBytes).toBe(100);
    });

    const traces = async (userId: string) => {
      const tables = ['quota_accounts', 'holds', 'subscriptions', 'person_downloads'];
      const found = await Promise.all(
        tables.map(async (table) => {
          const rows: unknown[] = await service.source.query(`SELECT 1 FROM ${table} WHERE user_id = $1`, [
            userId,
          ]);
          return rows.length > 0 ? [table] : [];
        }),
      );
      return found.flat();
    };
  });

  describe('what is remembered against late events', () => {
    it('is dropped when none can come any more', async () => {
      const user = uuidv7();
      const [ended, stored] = [newDownloadId(), newDownloadId()];
      await service.follow(report({ userId: user, downloadId: ended, phase: 'gone' }));
      await service.follow(
        report({ userId: user, downloadId: stored, phase: 'completed', status: 'completed' }),
      );
      service.clock.advance(90 * DAY + 1);
      expect(await service.forgetEnded.execute()).toBeGreaterThan(0);
      const holds: { download_id: string }[] = await service.source.query(
        'SELECT download_id FROM holds WHERE user_id = $1',
        [user],
      );
      expect(holds.map((hold) => hold.download_id)).toEqual([stored]);
      expect((await service.queries.summary(user)).counts.completed).toBe(1);
    });
  });

  describe('the reconcile', () => {
    it('finds what has drifted and sets it right', async () => {
      const user = uuidv7();
      await service.follow(report({ userId: user, downloadId: newDownloadId(), bytes: 50 }));
      await service.source.query('UPDATE quota_accounts SET held_bytes = 70 WHERE user_id = $1', [user]);
      const drift = {
        userId: user,
        heldBytes: 70,
        committedBytes: 0,
        holdsHeldBytes: 50,
        holdsCommittedBytes: 0,
      };
      expect(await service.audit.drifts()).toEqual([drift]);
      await service.audit.repair(user);
      expect(await service.audit.drifts()).toEqual([]);
      expect((await events(user, 'waybill.quota.changed')).at(-1)).toMatchObject({ heldBytes: 50 });
    });
  });
});
