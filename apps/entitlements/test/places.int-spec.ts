import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  downloadCancelled,
  downloadCreated,
  downloadFailed,
  downloadStarted,
  transferServed,
  type TransferServed,
} from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { eventually, servedTransfer } from '@waybill/testing';
import { Housekeeping } from '../src/application/housekeeping.js';
import { downloadFacts } from './download-facts.js';
import { peer, RunningEntitlements } from './running-entitlements.js';
import { buyer, decide, fresh, MIB, published } from './scenery.js';

describe('places', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(() => running.stop());

  const place = async (downloadId: string) => {
    const sql =
      'SELECT weight, bytes_served, lease_until, released_at, alias_of, generation FROM places WHERE download_id = $1';
    const [row] = await running.sql<Record<string, unknown>>(sql, [downloadId]);
    return row;
  };
  const transfer = (change: Partial<TransferServed>): TransferServed =>
    servedTransfer({ outcome: 'running', fileName: 'castle.zip', size: 10 * MIB, durationMs: 1, ...change });
  /** A decided download of somebody who may have `maxDownloads` of it. */
  const decided = async (maxDownloads: number) => {
    const { assetId } = await published(running, { maxDownloads });
    const { sub: userId } = await buyer(running, assetId);
    const downloadId = newDownloadId();
    expect((await decide(running, { userId, assetId, downloadId })).status).toBe(201);
    return { userId, assetId, downloadId };
  };

  it('of 100 who ask at once for one place exactly one gets it', async () => {
    const { assetId } = await published(running, { maxDownloads: 1 });
    const { sub: userId } = await buyer(running, assetId);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => decide(running, { userId, assetId })),
    );
    const codes = answers.map(({ status, body }) => (status === 201 ? 'allowed' : body.code)).sort();
    expect(codes).toEqual([...Array.from({ length: 99 }, () => 'DOWNLOAD_LIMIT_EXCEEDED'), 'allowed']);
    expect(
      await running.sql('SELECT 1 FROM places WHERE user_id = $1 AND released_at IS NULL', [userId]),
    ).toHaveLength(1);
  });

  it('20 batches over the same assets in different orders neither block nor overdraw', async () => {
    const assets = await Promise.all(
      Array.from({ length: 5 }, () => published(running, { maxDownloads: 3, access: 'public' })),
    );
    const userId = fresh('user');
    const batch = (turn: number) => {
      const ids = assets.map(({ assetId }) => assetId);
      const turned = [...ids.slice(turn % 5), ...ids.slice(0, turn % 5)];
      const items = turned.map((assetId) => ({
        downloadId: newDownloadId(),
        assetId,
        quality: null,
        generation: 1,
      }));
      return running.ask('POST', '/internal/decisions/batch', peer, {
        userId,
        tier: 'free',
        origin: 'tasks',
        items,
      });
    };
    const answers = await Promise.all(Array.from({ length: 20 }, (_, turn) => batch(turn)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    const taken = await running.sql<{ taken: number }>(
      'SELECT count(*)::integer AS taken FROM places WHERE user_id = $1 AND released_at IS NULL GROUP BY asset_id',
      [userId],
    );
    expect(taken.map((row) => row.taken)).toEqual([3, 3, 3, 3, 3]);
  });

  it('becomes firm with the download, and outlives its lease', async () => {
    const { userId, assetId, downloadId } = await decided(1);
    const facts = downloadFacts({ downloadId, userId, assetId });
    await running.publish(downloadCreated, { ...facts, batchId: null });
    await eventually(async () =>
      expect(await place(downloadId)).toMatchObject({ lease_until: null, released_at: null }),
    );
    running.clock.advance(600_000);
    await running.get(Housekeeping).releasePlaces();
    expect(await place(downloadId)).toMatchObject({ released_at: null });
    expect((await decide(running, { userId, assetId })).status).toBe(403);
  });

  it('the job releases tentative ones whose lease ran out, once', async () => {
    const { downloadId } = await decided(1);
    running.clock.advance(300_000);
    expect(await running.get(Housekeeping).releasePlaces()).toBeGreaterThan(0);
    expect(await running.get(Housekeeping).releasePlaces()).toBe(0);
    expect((await place(downloadId))?.released_at).toEqual(expect.any(Date));
  });

  it('is given back when the download ends without a byte, and taken again by a retry', async () => {
    const { userId, assetId, downloadId } = await decided(1);
    const facts = downloadFacts({ downloadId, userId, assetId });
    await running.publish(downloadFailed, {
      ...facts,
      revision: 2,
      status: 'failed',
      reason: 'never-started',
      message: null,
    });
    await eventually(async () => expect((await place(downloadId))?.released_at).toEqual(expect.any(Date)));
    expect((await decide(running, { userId, assetId, downloadId, generation: 2 })).body).toMatchObject({
      used: 1,
    });
    expect((await decide(running, { userId, assetId })).status).toBe(403);
  });

  it('late news of the generation before does not give back what a retry took', async () => {
    const { userId, assetId, downloadId } = await decided(1);
    await decide(running, { userId, assetId, downloadId, generation: 2 });
    const facts = downloadFacts({ downloadId, userId, assetId });
    const marker = { ...downloadFacts({ downloadId: newDownloadId(), userId, assetId }), batchId: null };
    await running.publish(downloadFailed, {
      ...facts,
      revision: 2,
      status: 'failed',
      reason: 'x',
      message: null,
    });
    await running.publish(downloadCreated, marker);
    await eventually(async () => {
      const rows = await running.sql('SELECT 1 FROM downloads WHERE id = ANY ($1)', [
        [downloadId, marker.downloadId],
      ]);
      expect(rows).toHaveLength(2);
    });
    expect(await place(downloadId)).toMatchObject({ released_at: null, generation: 2 });
  });

  it('stays taken by a download that got a byte, whatever becomes of it, in any order of news', async () => {
    const { userId, assetId, downloadId } = await decided(1);
    const facts = downloadFacts({ downloadId, userId, assetId });
    await running.publish(downloadCancelled, {
      ...facts,
      revision: 5,
      status: 'cancelled',
      reason: 'requested',
    });
    await eventually(async () => expect((await place(downloadId))?.released_at).toEqual(expect.any(Date)));
    await running.publish(transferServed, transfer({ downloadId, userId, assetId, bytes: 1 }));
    await eventually(async () =>
      expect(await place(downloadId)).toMatchObject({ released_at: null, weight: 1 }),
    );
    expect((await decide(running, { userId, assetId })).status).toBe(403);
  });

  it('HEAD, empty bodies and events that come twice count for nothing', async () => {
    const { userId, assetId, downloadId } = await decided(1);
    const report = transfer({ downloadId, userId, assetId, bytes: 5 });
    await running.publish(transferServed, transfer({ downloadId, userId, assetId, bytes: 0 }));
    const event = await running.publish(transferServed, report);
    await running.republish(transferServed, event);
    await running.republish(transferServed, event);
    const last = await running.publish(transferServed, transfer({ downloadId, userId, assetId, bytes: 7 }));
    await eventually(async () => {
      expect(await running.sql('SELECT 1 FROM inbox WHERE event_id = $1', [last.id])).toHaveLength(1);
    });
    expect((await place(downloadId))?.bytes_served).toBe(12);
  });

  it('takes another place for each further 1.5 x size + 64 MiB', async () => {
    const { userId, assetId, downloadId } = await decided(3);
    const unit = 1.5 * 10 * MIB + 64 * MIB;
    const send = async (bytes: number) => {
      const sum = Number((await place(downloadId))?.bytes_served) + bytes;
      await running.publish(transferServed, transfer({ downloadId, userId, assetId, bytes }));
      await eventually(async () => expect((await place(downloadId))?.bytes_served).toBe(sum));
      return (await place(downloadId))?.weight;
    };
    expect(await send(unit)).toBe(1);
    expect(await send(1)).toBe(2);
    expect(await send(2 * unit)).toBe(4);
    const own = await decide(running, { userId, assetId, downloadId });
    expect([own.status, own.body.code]).toEqual([403, 'DOWNLOAD_LIMIT_EXCEEDED']);
  });

  it('an alias takes no place of its own and its bytes are those of the download', async () => {
    const { userId, assetId, downloadId } = await decided(2);
    const alias = newDownloadId();
    await decide(running, { userId, assetId, downloadId: alias, quality: '4k' });
    await running.publish(transferServed, transfer({ downloadId: alias, userId, assetId, bytes: 100 }));
    await eventually(async () => expect((await place(alias))?.bytes_served).toBe(100));
    const facts = downloadFacts({
      downloadId,
      userId,
      assetId,
      aliases: [alias],
      begunAt: new Date().toISOString(),
    });
    await running.publish(downloadStarted, { ...facts, status: 'downloading', reason: 'first-byte' });
    await eventually(async () => {
      expect(await place(alias)).toMatchObject({
        alias_of: downloadId,
        released_at: expect.any(Date),
        bytes_served: 0,
      });
    });
    expect(await place(downloadId)).toMatchObject({ bytes_served: 100, released_at: null });
    await running.publish(transferServed, transfer({ downloadId: alias, userId, assetId, bytes: 11 }));
    await eventually(async () => expect((await place(downloadId))?.bytes_served).toBe(111));
    expect((await decide(running, { userId, assetId })).body).toMatchObject({ used: 2, remaining: 0 });
  });

  it('what clients report themselves takes no place', async () => {
    const { userId, assetId } = await decided(2);
    const facts = downloadFacts({
      userId,
      assetId,
      origin: 'tracking',
      accuracy: 'reported',
      begunAt: new Date().toISOString(),
    });
    await running.publish(downloadStarted, { ...facts, status: 'downloading', reason: 'requested' });
    await eventually(async () =>
      expect(await running.sql('SELECT 1 FROM downloads WHERE id = $1', [facts.downloadId])).toHaveLength(1),
    );
    expect((await decide(running, { userId, assetId })).body).toMatchObject({ used: 2 });
  });
});
