import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createEvent,
  downloadCompleted,
  downloadCreated,
  downloadDeleted,
  downloadExpired,
  downloadFailed,
  type EventContract,
  subscriptionChanged,
  userErased,
} from '@waybill/contracts';
import { GIB, uuidv7 } from '@waybill/kernel';
import { EventBus } from '@waybill/messaging';
import { eventually, pendingDownload } from '@waybill/testing';
import { type RunningQuotas, startQuotas } from './http.fixture.js';

describe('events from outside', () => {
  let quotas: RunningQuotas;
  beforeAll(async () => {
    quotas = await startQuotas();
  });
  afterAll(() => quotas.stop());

  const publish = <D extends object>(contract: EventContract<D>, data: NoInfer<D>, times = 1) => {
    const event = createEvent(contract, data, { service: 'test' });
    const message = { topic: contract.topic, key: event.subject, id: event.id, value: JSON.stringify(event) };
    return quotas.app.get(EventBus, { strict: false }).publish(Array.from({ length: times }, () => message));
  };
  const quota = async (subject: string) => {
    const { body } = await quotas.call<{ quota: Record<string, unknown> }>('GET /api/storage/quota', {
      subject,
    });
    return body.quota;
  };
  const shows = (subject: string, expected: Record<string, unknown>) =>
    eventually(async () => {
      expect(await quota(subject)).toMatchObject(expected);
    });

  it('make a hold firm, commit it and free it, each once', async () => {
    const facts = downloadFacts(uuidv7());
    await publish(downloadCreated, { ...facts, batchId: null }, 3);
    await shows(facts.userId, { reserved_storage_bytes: String(GIB), used_storage_bytes: String(GIB) });
    await publish(downloadCompleted, { ...facts, revision: 2, status: 'completed' }, 2);
    await shows(facts.userId, { reserved_storage_bytes: '0', used_storage_bytes: String(GIB) });
    const deleted = { ...facts, revision: 3, status: 'completed' as const, deletedAt: NOW, freedBytes: GIB };
    await publish(downloadDeleted, deleted);
    await shows(facts.userId, { used_storage_bytes: '0' });
  });

  it('free the room of what failed or expired, and count for the summary', async () => {
    const user = uuidv7();
    const [failed, expired] = [downloadFacts(user), downloadFacts(user)];
    await publish(downloadFailed, { ...failed, status: 'failed', reason: 'network', message: null });
    await publish(downloadCompleted, { ...expired, status: 'completed' });
    await shows(user, { used_storage_bytes: String(GIB) });
    await publish(downloadExpired, { ...expired, revision: 2, status: 'completed', reason: 'kept-until' });
    await shows(user, { used_storage_bytes: '0' });
    const { body } = await quotas.call('GET /api/downloads/storage/info', { subject: user });
    expect(body).toMatchObject({ downloads_summary: { failed: 1, completed: 1 }, oldest_download: NOW });
  });

  it('move the tier and forget the person', async () => {
    const user = uuidv7();
    await quotas.call('POST /api/storage/quota/initialize', { subject: user }, { body: {} });
    await publish(subscriptionChanged, { userId: user, tier: 'family', validUntil: null, changedAt: NOW });
    await shows(user, { tier: 'family' });
    await publish(userErased, { userId: user, erasedAt: new Date().toISOString() });
    await shows(user, { tier: 'free' });
    const again = await quotas.call('POST /api/storage/quota/initialize', { subject: user }, { body: {} });
    expect(again.status).toBe(201);
  });
});

const NOW = '2026-01-15T08:00:00.000Z';

const downloadFacts = (userId: string) =>
  pendingDownload({ userId, size: GIB, origin: 'offline', createdAt: NOW });
