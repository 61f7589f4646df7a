import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { downloadStarted, grantRevoked, orderChanged } from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { downloadFacts } from './download-facts.js';
import { admin, RunningEntitlements } from './running-entitlements.js';
import { decide, fresh, ordered, published, orderTold } from './scenery.js';

describe('orders', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(() => running.stop());

  const put = (orderId: string, body: object) => running.ask('PUT', `/api/v1/orders/${orderId}`, admin, body);
  const revokedOf = (userId: string) =>
    running.published(grantRevoked).filter((event) => event.userId === userId);
  const later = (ms: number) => new Date(running.clock.now().getTime() + ms);

  it('writes an order, answers it, replaces it, publishes it', async () => {
    const [orderId, userId, assetId] = [fresh('order'), fresh('user'), fresh('asset')];
    const body = { userId, assetId, status: 'PENDING', price: { amount: 29.99, currency: 'EUR' } };
    const made = await put(orderId, body);
    const now = running.clock.now().toISOString();
    expect([made.status, made.body]).toEqual([
      201,
      { id: orderId, ...body, quantity: 1, orderedAt: now, changedAt: now },
    ]);
    running.clock.advance(10);
    const replaced = await put(orderId, { ...body, status: 'PAID', quantity: 3 });
    expect([replaced.status, replaced.body]).toMatchObject([
      200,
      { status: 'PAID', quantity: 3, orderedAt: now },
    ]);
    expect((await running.ask('GET', `/api/v1/orders/${orderId}`, admin)).body).toEqual(replaced.body);
    await eventually(() => {
      const changes = running.published(orderChanged).filter((event) => event.orderId === orderId);
      expect(changes.map(({ status, quantity }) => [status, quantity])).toEqual([
        ['PENDING', 1],
        ['PAID', 3],
      ]);
    });
  });

  it.each([
    ['no user', { userId: undefined }, 'userId'],
    ['a bad asset', { assetId: 'a b' }, 'assetId'],
    ['an unknown status', { status: 'paid' }, 'status'],
    ['quantity 0', { quantity: 0 }, 'quantity'],
    ['a price without a currency', { price: { amount: 1 } }, 'price.currency'],
  ])('refuses %s', async (_case, change, field) => {
    const answer = await put(fresh('order'), { userId: 'u', assetId: 'a', status: 'PAID', ...change });
    expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.details).toEqual({ fields: [expect.objectContaining({ field })] });
  });

  it('an unknown order, a bad id and a person who does not administer', async () => {
    expect((await running.ask('GET', `/api/v1/orders/${fresh('o')}`, admin)).body).toMatchObject({
      status: 404,
      code: 'ORDER_NOT_FOUND',
    });
    expect((await running.ask('GET', '/api/v1/orders/a%20b', admin)).status).toBe(400);
    expect((await running.ask('GET', '/api/v1/orders/a%00b', admin)).status).toBe(400);
    expect((await running.ask('GET', '/api/v1/orders/o', { sub: 'u' })).status).toBe(403);
  });

  it("learns the shop's orders, whatever they say, and ignores what is older", async () => {
    const { assetId } = await published(running);
    const userId = fresh('user');
    const paid = orderTold(running, userId, assetId, 'PAID', later(-2_000));
    const event = await running.publish(orderChanged, {
      ...paid,
      status: 'ON_HOLD',
      changedAt: later(-1_000).toISOString(),
    });
    await running.publish(orderChanged, paid);
    await running.republish(orderChanged, event);
    const marker = orderTold(running, userId, fresh('asset'), 'PAID');
    await running.publish(orderChanged, marker);
    await eventually(async () => {
      const ids = [paid.orderId, marker.orderId];
      expect(await running.sql('SELECT 1 FROM orders WHERE id = ANY ($1)', [ids])).toHaveLength(2);
    });
    expect((await decide(running, { userId, assetId })).body.code).toBe('ORDER_INVALID');
  });

  it('what is said here counts even where the shop is ahead of our clock', async () => {
    const { assetId } = await published(running);
    const userId = fresh('user');
    const ahead = orderTold(running, userId, assetId, 'PENDING', later(3_600_000));
    await running.publish(orderChanged, ahead);
    await eventually(async () =>
      expect((await decide(running, { userId, assetId })).body.code).toBe('ORDER_PENDING'),
    );
    await put(ahead.orderId, { userId, assetId, status: 'PAID' });
    expect((await decide(running, { userId, assetId })).status).toBe(201);
  });

  it('a refund revokes live downloads and links that are out, at once', async () => {
    const { assetId, fileId } = await published(running);
    const userId = fresh('user');
    const orderId = await ordered(running, userId, assetId);
    const live = newDownloadId();
    const facts = downloadFacts({ downloadId: live, userId, assetId, fileId, quality: '4k' });
    await running.publish(downloadStarted, { ...facts, status: 'downloading', reason: 'requested' });
    await eventually(async () =>
      expect(await running.sql('SELECT 1 FROM downloads WHERE id = $1', [live])).toHaveLength(1),
    );
    const decided = newDownloadId();
    await decide(running, { userId, assetId, downloadId: decided });
    const link = await running.ask('POST', `/downloads/generate/${assetId}`, { sub: userId });
    await put(orderId, { userId, assetId, status: 'REFUNDED' });
    expect((await decide(running, { userId, assetId })).body.code).toBe('ORDER_REFUNDED');
    const again = await running.ask('POST', `/downloads/generate/${assetId}`, { sub: userId });
    expect([link.status, again.status, again.body.message]).toEqual([
      201,
      403,
      'This order has been refunded',
    ]);
    await eventually(() => expect(revokedOf(userId)).toHaveLength(1));
    const [revoked] = revokedOf(userId);
    expect(revoked).toMatchObject({ assetId, reason: 'refunded' });
    expect(revoked?.downloadIds.toSorted()).toEqual([live, decided].sort());
  });

  it('after buying again a fresh link is made: the revoked one is not handed out', async () => {
    const { assetId } = await published(running);
    const userId = fresh('user');
    const orderId = await ordered(running, userId, assetId);
    const generate = () => running.ask('POST', `/downloads/generate/${assetId}`, { sub: userId });
    const first = await generate();
    await put(orderId, { userId, assetId, status: 'REFUNDED' });
    await ordered(running, userId, assetId);
    const second = await generate();
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.url).not.toBe(first.body.url);
  });

  it('revokes nothing while another order is paid, or where it is not for sale', async () => {
    const sold = await published(running);
    const open = await published(running, { access: 'public' });
    const userId = fresh('user');
    const orders = [
      await ordered(running, userId, sold.assetId),
      await ordered(running, userId, sold.assetId),
    ];
    const free = await ordered(running, userId, open.assetId);
    await decide(running, { userId, assetId: sold.assetId });
    await decide(running, { userId, assetId: open.assetId });
    await put(orders[0] ?? '', { userId, assetId: sold.assetId, status: 'REFUNDED' });
    await put(free, { userId, assetId: open.assetId, status: 'REFUNDED' });
    expect((await decide(running, { userId, assetId: sold.assetId })).status).toBe(201);
    await put(orders[1] ?? '', { userId, assetId: sold.assetId, status: 'REFUNDED' });
    await eventually(() => expect(revokedOf(userId).map(({ assetId }) => assetId)).toEqual([sold.assetId]));
  });

  it('a refund and 20 asks at once: no grant is left that was not revoked', async () => {
    const { assetId } = await published(running, { maxDownloads: null });
    const userId = fresh('user');
    const orderId = await ordered(running, userId, assetId);
    const asks = Array.from({ length: 20 }, () => decide(running, { userId, assetId }));
    await Promise.all([...asks, put(orderId, { userId, assetId, status: 'REFUNDED' })]);
    const good = await running.sql('SELECT 1 FROM grants WHERE user_id = $1 AND revoked_at IS NULL', [
      userId,
    ]);
    expect(good).toHaveLength(0);
  });
});
