import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, GIB, newDownloadId, uuidv7 } from '@waybill/kernel';
import { report } from './reports.js';
import { LEASE_MS, openService, type Service } from './service.fixture.js';

describe('holds', () => {
  let service: Service;
  beforeAll(async () => {
    service = await openService();
  });
  afterAll(() => service.close());

  const place = (userId: string, downloadId: string, bytes: number, generation = 1) =>
    service.placeHold.execute({ userId, downloadId, bytes, generation, tier: 'free' });
  const used = async (userId: string) => {
    const account = await service.quotas.find(userId);
    return [account?.state.heldBytes, account?.state.committedBytes];
  };

  it('makes the account on first use and answers what remains', async () => {
    const answer = await place('u-first', 'dl_first', GIB);
    expect(answer).toEqual({
      downloadId: 'dl_first',
      bytes: GIB,
      tier: 'free',
      keepDays: 30,
      remainingBytes: 4 * GIB,
    });
  });

  it('makes one account of many first uses at once', async () => {
    const user = uuidv7();
    await Promise.all(Array.from({ length: 20 }, () => place(user, newDownloadId(), 1)));
    expect(await used(user)).toEqual([20, 0]);
  });

  it('lets 100 at once never pass the total: with room for one, one gets it', async () => {
    const user = uuidv7();
    await place(user, newDownloadId(), 4 * GIB);
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => place(user, newDownloadId(), GIB)),
    );
    const refusals = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as DomainError] : [],
    );
    expect(refusals).toHaveLength(99);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['INSUFFICIENT_STORAGE']));
    expect(refusals[0]?.details).toEqual({ requiredBytes: GIB, remainingBytes: 0, totalBytes: 5 * GIB });
    expect(await used(user)).toEqual([5 * GIB, 0]);
  });

  it('counts 100 repeats of one hold at once as one', async () => {
    const user = uuidv7();
    const download = newDownloadId();
    await Promise.all(Array.from({ length: 100 }, () => place(user, download, 7)));
    expect(await used(user)).toEqual([7, 0]);
  });

  it('places a batch in order, each or none by itself', async () => {
    const user = uuidv7();
    const outcomes = await service.placeHolds.execute({
      userId: user,
      tier: 'free',
      items: [
        { downloadId: 'dl_b1', generation: 1, bytes: 4 * GIB },
        { downloadId: 'dl_b2', generation: 1, bytes: 2 * GIB },
        { downloadId: 'dl_b3', generation: 1, bytes: GIB },
      ],
    });
    expect(outcomes.map((outcome) => ('hold' in outcome ? outcome.hold.bytes : outcome.error.code))).toEqual([
      4 * GIB,
      'INSUFFICIENT_STORAGE',
      GIB,
    ]);
    expect(await used(user)).toEqual([5 * GIB, 0]);
  });

  it('goes from tentative by firm to committed, and is free again once deleted', async () => {
    const user = uuidv7();
    const downloadId = newDownloadId();
    await place(user, downloadId, 100);
    await service.follow(report({ userId: user, downloadId, revision: 1 }));
    expect(await used(user)).toEqual([100, 0]);
    await service.follow(report({ userId: user, downloadId, revision: 2, phase: 'completed' }));
    expect(await used(user)).toEqual([0, 100]);
    await service.follow(report({ userId: user, downloadId, revision: 3, phase: 'gone' }));
    expect(await used(user)).toEqual([0, 0]);
  });

  it('never touches quota for a download that holds none', async () => {
    const user = uuidv7();
    await service.follow(report({ userId: user, downloadId: newDownloadId(), holdsQuota: false }));
    expect(await service.quotas.find(user)).toBeNull();
  });

  it('refuses the hold that its download’s end overtook', async () => {
    const user = uuidv7();
    const downloadId = newDownloadId();
    await service.follow(report({ userId: user, downloadId, revision: 2, phase: 'ended' }));
    await expect(place(user, downloadId, 100)).rejects.toMatchObject({ code: 'INVALID_STATE' });
    expect(await used(user)).toEqual([0, 0]);
  });

  it('gives back a lease that ran out, and only that', async () => {
    const user = uuidv7();
    const [tentative, firm] = [newDownloadId(), newDownloadId()];
    await place(user, tentative, 10);
    await place(user, firm, 20);
    await service.follow(report({ userId: user, downloadId: firm, bytes: 20 }));
    await service.releaseExpiredLeases.execute();
    expect(await used(user)).toEqual([30, 0]);
    service.clock.advance(LEASE_MS);
    expect(await service.releaseExpiredLeases.execute()).toBeGreaterThan(0);
    expect(await used(user)).toEqual([20, 0]);
    expect(await service.releaseExpiredLeases.execute()).toBe(0);
  });

  it('gives back what a create that died asked to, once', async () => {
    const user = uuidv7();
    const downloadId = newDownloadId();
    await place(user, downloadId, 10);
    await Promise.all([
      service.releaseHold.execute(downloadId, 1),
      service.releaseHold.execute(downloadId, 1),
    ]);
    expect(await used(user)).toEqual([0, 0]);
    await service.releaseHold.execute(newDownloadId(), 1);
  });

  it('never gives one person’s hold to another', async () => {
    const downloadId = newDownloadId();
    await place(uuidv7(), downloadId, 10);
    const other = uuidv7();
    await expect(place(other, downloadId, 10)).rejects.toThrow('belongs to somebody else');
    expect(await used(other)).toEqual([undefined, undefined]);
  });

  it('holds the sums by checks too', async () => {
    const update = (column: string) =>
      service.source.query(`UPDATE quota_accounts SET ${column} = -1 WHERE user_id = 'u-first'`);
    await expect(update('held_bytes')).rejects.toThrow('quota_accounts_held_bytes_check');
    await expect(update('committed_bytes')).rejects.toThrow('quota_accounts_committed_bytes_check');
  });

  it('has not drifted', async () => {
    expect(await service.audit.drifts()).toEqual([]);
  });
});
