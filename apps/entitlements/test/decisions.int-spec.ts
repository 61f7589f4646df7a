import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grantDenied } from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { jwtVerify } from 'jose';
import { admin, peer, publicKey, RunningEntitlements } from './running-entitlements.js';
import { buyer, decide, fresh, ordered, published } from './scenery.js';

interface LinkBody {
  readonly url: string;
  readonly expiresAt: string;
  readonly grantId: string;
}

describe('decisions', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(() => running.stop());

  it('decides, takes a place and hands out a link for 12 h', async () => {
    const { assetId, fileId } = await published(running);
    const { sub } = await buyer(running, assetId);
    const { status, body } = await decide(running, { userId: sub, assetId });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      assetId,
      title: 'Medieval Castle',
      type: 'model',
      category: 'Architecture',
      vendor: 'John Doe',
      thumbnail: null,
      access: 'purchase',
      price: { amount: 29.99, currency: 'EUR' },
      quality: '720p',
      rendition: {
        quality: 'original',
        fileId,
        fileName: 'castle.zip',
        mediaType: 'application/zip',
        size: 10 * 1024 * 1024,
      },
      originalSizeBytes: null,
      limit: 10,
      used: 1,
      remaining: 9,
    });
    const link = body.link as LinkBody;
    expect(Date.parse(link.expiresAt) - running.clock.now().getTime()).toBe(12 * 3_600_000);
  });

  it('says that another create of the same asset is under way, be it allowed or refused', async () => {
    const { assetId } = await published(running, { maxDownloads: 2 });
    const { sub: userId } = await buyer(running, assetId);
    const first = newDownloadId();
    const ask = (downloadId?: string) =>
      decide(running, { userId, assetId, ...(downloadId !== undefined && { downloadId }) });
    expect((await ask(first)).body).toMatchObject({ isContested: false });
    expect((await ask(first)).body).toMatchObject({ isContested: false });
    expect((await ask()).body).toMatchObject({ isContested: true });
    expect((await ask()).body).toMatchObject({
      code: 'DOWNLOAD_LIMIT_EXCEEDED',
      details: { isContested: true },
    });
    await running.sql('UPDATE places SET lease_until = NULL WHERE user_id = $1', [userId]);
    const { body } = await ask();
    expect(body).toMatchObject({ code: 'DOWNLOAD_LIMIT_EXCEEDED', details: { limit: 2, used: 2 } });
    expect(body.details).not.toHaveProperty('isContested');
  });

  it('signs tickets that the public key opens, with every claim', async () => {
    const { assetId, fileId } = await published(running);
    const { sub } = await buyer(running, assetId);
    const downloadId = newDownloadId();
    const { body } = await decide(running, { userId: sub, assetId, downloadId, generation: 3 });
    const link = body.link as LinkBody;
    const url = new URL(link.url);
    expect(url.origin + url.pathname).toBe(`http://files.example/api/v1/files/${fileId}/download`);
    const { payload, protectedHeader } = await jwtVerify(url.searchParams.get('token') ?? '', publicKey, {
      issuer: 'waybill',
      audience: 'waybill-files',
      typ: 'waybill-ticket+jwt',
      algorithms: ['EdDSA'],
    });
    expect(protectedHeader.kid).toMatch(/^[\w-]{43}$/);
    expect(payload).toEqual({
      iss: 'waybill',
      aud: 'waybill-files',
      sub,
      jti: link.grantId,
      iat: running.clock.now().getTime() / 1000,
      nbf: Math.floor(running.clock.now().getTime() / 1000),
      exp: Math.floor(Date.parse(link.expiresAt) / 1000),
      did: downloadId,
      gen: 3,
      fid: fileId,
      aid: assetId,
      etag: running.files.get(fileId)?.etag,
      q: '720p',
      o: 'tasks',
      name: 'castle.zip',
      disp: 'attachment',
      tier: 'free',
    });
  });

  it('refuses with the code of the reason, and tells the world', async () => {
    const { assetId } = await published(running);
    const userId = fresh('user');
    const { status, body } = await decide(running, { userId, assetId });
    expect([status, body.code, body.detail]).toEqual([
      403,
      'NOT_PURCHASED',
      'You do not have access to download this asset',
    ]);
    await eventually(() => {
      const denied = running.published(grantDenied).filter((event) => event.userId === userId);
      expect(denied).toEqual([expect.objectContaining({ assetId, code: 'NOT_PURCHASED', origin: 'tasks' })]);
    });
  });

  it.each([
    ['PENDING', 'ORDER_PENDING'],
    ['FAILED', 'ORDER_FAILED'],
    ['REFUNDED', 'ORDER_REFUNDED'],
  ])('an order that is %s is %s', async (orderStatus, code) => {
    const { assetId } = await published(running);
    const userId = fresh('user');
    await ordered(running, userId, assetId, { status: orderStatus });
    const { status, body } = await decide(running, { userId, assetId });
    expect([status, body.code]).toEqual([403, code]);
  });

  it('knows unknown and removed assets apart, and those without a file', async () => {
    const userId = fresh('user');
    const unknown = await decide(running, { userId, assetId: fresh('asset') });
    const { assetId } = await published(running);
    await running.ask('DELETE', `/api/v1/assets/${assetId}`, admin);
    const removed = await decide(running, { userId, assetId });
    const empty = await published(running, { renditions: [], access: 'public' });
    const without = await decide(running, { userId, assetId: empty.assetId });
    expect([unknown, removed, without].map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'ASSET_NOT_FOUND'],
      [404, 'ASSET_REMOVED'],
      [404, 'FILE_NOT_AVAILABLE'],
    ]);
  });

  it('lets in by the token or by the recorded subscription, until it ends', async () => {
    const { assetId } = await published(running, { access: 'subscription' });
    const userId = fresh('user');
    const ask = async (tier: string) => (await decide(running, { userId, assetId, tier })).status;
    expect(await ask('free')).toBe(403);
    expect(await ask('premium')).toBe(201);
    const validUntil = new Date(running.clock.now().getTime() + 1000).toISOString();
    const path = `/api/v1/subscriptions/${userId}`;
    await running.ask('PUT', path, admin, { tier: 'family', validUntil });
    expect(await ask('free')).toBe(201);
    running.clock.advance(1000);
    expect(await ask('free')).toBe(403);
  });

  it('answers no link for what is hosted elsewhere, and takes a place', async () => {
    const { assetId } = await published(running, {
      renditions: [],
      originalSizeBytes: 1_000,
      access: 'public',
    });
    const { status, body } = await decide(running, { userId: fresh('user'), assetId, quality: '1080p' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      rendition: null,
      link: null,
      originalSizeBytes: 1_000,
      quality: '1080p',
      used: 1,
    });
  });

  it('answers the same place again to the same download', async () => {
    const { assetId } = await published(running, { maxDownloads: 1 });
    const { sub: userId } = await buyer(running, assetId);
    const downloadId = newDownloadId();
    const first = await decide(running, { userId, assetId, downloadId });
    const again = await decide(running, { userId, assetId, downloadId });
    const other = await decide(running, { userId, assetId });
    expect([first.status, again.status, again.body.used]).toEqual([201, 201, 1]);
    expect([other.status, other.body.code, other.body.details]).toEqual([
      403,
      'DOWNLOAD_LIMIT_EXCEEDED',
      { limit: 1, used: 1, isContested: true },
    ]);
  });

  it('gives a place back when the create died, and takes it again', async () => {
    const { assetId } = await published(running, { maxDownloads: 1 });
    const { sub: userId } = await buyer(running, assetId);
    const downloadId = newDownloadId();
    await decide(running, { userId, assetId, downloadId });
    expect((await running.ask('DELETE', `/internal/places/${downloadId}`, peer)).status).toBe(204);
    expect((await running.ask('DELETE', `/internal/places/${downloadId}`, peer)).status).toBe(204);
    expect((await decide(running, { userId, assetId })).status).toBe(201);
    expect((await decide(running, { userId, assetId, downloadId, generation: 2 })).status).toBe(403);
  });

  it('a place whose lease of 5 min ran out is free', async () => {
    const { assetId } = await published(running, { maxDownloads: 1 });
    const { sub: userId } = await buyer(running, assetId);
    await decide(running, { userId, assetId });
    running.clock.advance(299_999);
    expect((await decide(running, { userId, assetId })).status).toBe(403);
    running.clock.advance(1);
    expect((await decide(running, { userId, assetId })).status).toBe(201);
  });

  it('decides a batch item by item, in order, and counts its own places', async () => {
    const { assetId } = await published(running, { maxDownloads: 2 });
    const free = await published(running, { access: 'public' });
    const { sub: userId } = await buyer(running, assetId);
    const item = (id: string) => ({
      downloadId: newDownloadId(),
      assetId: id,
      quality: null,
      generation: 1,
    });
    const items = [item(assetId), item(fresh('asset')), item(assetId), item(assetId), item(free.assetId)];
    const body = { userId, tier: 'free', origin: 'tasks', items };
    const answer = await running.ask('POST', '/internal/decisions/batch', peer, body);
    expect(answer.status).toBe(201);
    expect(answer.body.items).toEqual([
      { downloadId: items[0]?.downloadId, decision: expect.objectContaining({ used: 1, limit: 2 }) },
      {
        downloadId: items[1]?.downloadId,
        error: { kind: 'not-found', code: 'ASSET_NOT_FOUND', message: 'Asset not found', details: {} },
      },
      { downloadId: items[2]?.downloadId, decision: expect.objectContaining({ used: 2 }) },
      {
        downloadId: items[3]?.downloadId,
        error: expect.objectContaining({ kind: 'forbidden', code: 'DOWNLOAD_LIMIT_EXCEEDED' }),
      },
      { downloadId: items[4]?.downloadId, decision: expect.objectContaining({ assetId: free.assetId }) },
    ]);
  });

  it.each([
    ['no download', { downloadId: undefined }, 'downloadId'],
    ['a bad quality', { quality: '8k' }, 'quality'],
    ['a bad tier', { tier: 'gold' }, 'tier'],
    ['generation 0', { generation: 0 }, 'generation'],
  ])('refuses %s', async (_case, change, field) => {
    const { status, body } = await decide(running, { userId: 'u', assetId: 'a', ...(change as object) });
    expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(body.details).toEqual({ fields: [expect.objectContaining({ field })] });
  });

  it('is for services only', async () => {
    for (const person of [admin, { sub: 'u' }, null]) {
      const answer = await running.ask('POST', '/internal/decisions', person, {});
      expect(answer.status).toBe(person === null ? 401 : 403);
    }
  });
});
