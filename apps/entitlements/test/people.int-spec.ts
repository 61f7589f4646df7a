import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { downloadStarted, orderChanged, subscriptionChanged, userErased } from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { RecordOrder } from '../src/application/record-order.js';
import { downloadFacts } from './download-facts.js';
import { admin, RunningEntitlements } from './running-entitlements.js';
import { buyer, decide, fresh, ordered, published, expectCountedHistories, orderTold } from './scenery.js';

describe('subscriptions and people', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(async () => {
    await expectCountedHistories(running);
    await running.stop();
  });

  const later = (ms: number) => new Date(running.clock.now().getTime() + ms);

  it('keeps subscriptions, publishes them, and learns those of billing by their time', async () => {
    const userId = fresh('user');
    const path = `/api/v1/subscriptions/${userId}`;
    expect((await running.ask('GET', path, admin)).status).toBe(404);
    const made = await running.ask('PUT', path, admin, { tier: 'premium' });
    const changedAt = running.clock.now().toISOString();
    expect([made.status, made.body]).toEqual([200, { userId, tier: 'premium', validUntil: null, changedAt }]);
    await running.publish(subscriptionChanged, {
      userId,
      tier: 'free',
      validUntil: null,
      changedAt: later(-1).toISOString(),
    });
    await running.publish(subscriptionChanged, {
      userId,
      tier: 'family',
      validUntil: null,
      changedAt: later(5).toISOString(),
    });
    await eventually(async () => expect((await running.ask('GET', path, admin)).body.tier).toBe('family'));
    expect((await running.ask('PUT', path, admin, { tier: 'gold' })).status).toBe(400);
    expect((await running.ask('PUT', path, admin, { tier: 'free', validUntil: 'soon' })).status).toBe(400);
    expect((await running.ask('PUT', path, { sub: userId }, { tier: 'family' })).status).toBe(403);
    await eventually(() => {
      const changes = running.published(subscriptionChanged).filter((event) => event.userId === userId);
      expect(changes.map(({ tier }) => tier)).toContain('premium');
    });
  });

  it('forgets a person at once; the figures stay, and late news does not bring him back', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    const begun = { ...downloadFacts({ userId: person.sub, assetId }), begunAt: '2026-01-01T00:00:00.000Z' };
    await running.publish(downloadStarted, { ...begun, status: 'downloading', reason: 'requested' });
    await eventually(async () => {
      expect((await running.ask('GET', '/downloads/history', person)).body.meta).toMatchObject({ total: 1 });
    });
    const before = (await running.ask('GET', '/downloads/admin/stats', admin)).body;
    const answer = await running.ask('DELETE', `/api/v1/users/${person.sub}`, admin);
    expect([answer.status, answer.body]).toEqual([
      202,
      { userId: person.sub, erasedAt: running.clock.now().toISOString() },
    ]);
    expect((await running.ask('GET', '/downloads/history', person)).body.meta).toMatchObject({ total: 0 });
    expect((await running.ask('GET', '/downloads/admin/stats', admin)).body).toEqual(before);
    const late = { ...begun, downloadId: newDownloadId(), createdAt: '2026-01-01T00:00:00.000Z' };
    await running.publish(downloadStarted, { ...late, status: 'downloading', reason: 'requested' });
    await eventually(async () =>
      expect(await running.sql('SELECT 1 FROM downloads WHERE id = $1', [late.downloadId])).toHaveLength(1),
    );
    await running.get(RecordOrder).learn({
      ...{ id: fresh('order'), userId: person.sub, assetId, status: 'PAID', quantity: 1, price: null },
      ...{ orderedAt: running.clock.now(), changedAt: running.clock.now() },
    });
    for (const table of [
      'downloads',
      'downloaded_assets',
      'orders',
      'grants',
      'places',
      'subscriptions',
      'grant_window',
    ])
      expect([table, await running.sql(`SELECT * FROM ${table} WHERE user_id = $1`, [person.sub])]).toEqual([
        table,
        [],
      ]);
    await eventually(() =>
      expect(running.published(userErased).filter(({ userId }) => userId === person.sub)).toHaveLength(1),
    );
  });

  it('what he does after he was forgotten is not undone by the news of it', async () => {
    const { assetId } = await published(running);
    const userId = fresh('user');
    const erased = await running.ask('DELETE', `/api/v1/users/${userId}`, admin);
    await ordered(running, userId, assetId);
    await eventually(() =>
      expect(running.published(userErased).filter((event) => event.userId === userId)).toHaveLength(1),
    );
    const marker = orderTold(running, fresh('user'), assetId, 'PAID');
    await running.publish(orderChanged, marker);
    await eventually(async () =>
      expect(await running.sql('SELECT 1 FROM orders WHERE id = $1', [marker.orderId])).toHaveLength(1),
    );
    await eventually(async () => {
      const seen = await running.sql(`SELECT 1 FROM inbox WHERE event_source = '/waybill/entitlements'`);
      expect(seen.length).toBeGreaterThan(0);
    });
    expect([erased.status, (await decide(running, { userId, assetId })).status]).toEqual([202, 201]);
  });
});
