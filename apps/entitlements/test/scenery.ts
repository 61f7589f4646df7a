import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { OrderChanged } from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { admin, peer, type Person, type RunningEntitlements } from './running-entitlements.js';

export const MIB = 1024 * 1024;

/** A file that the storage element has; answers its id. */
export function storedFile(running: RunningEntitlements, size = 10 * MIB): string {
  const id = randomUUID();
  const sha256 = id.replaceAll('-', '').repeat(2);
  running.files.set(id, {
    id,
    filename: 'castle.zip',
    mediaType: 'application/zip',
    size,
    etag: `"${sha256}"`,
    sha256,
    createdAt: new Date().toISOString(),
  });
  return id;
}

/** A name of its own for each test, so that tests share a service and nothing else. */
export const fresh = (what: string) => `${what}-${randomUUID()}`;

export const asset = (fileId: string, change: object = {}) => ({
  title: 'Medieval Castle',
  type: 'model',
  category: 'Architecture',
  vendor: 'John Doe',
  price: { amount: 29.99, currency: 'EUR' },
  access: 'purchase',
  renditions: [{ quality: 'original', fileId }],
  ...change,
});

export async function published(running: RunningEntitlements, change: object = {}, size?: number) {
  const assetId = fresh('asset');
  const fileId = storedFile(running, size);
  const answer = await running.ask('PUT', `/api/v1/assets/${assetId}`, admin, asset(fileId, change));
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return { assetId, fileId };
}

export async function ordered(
  running: RunningEntitlements,
  userId: string,
  assetId: string,
  change: object = {},
) {
  const orderId = fresh('order');
  const body = { userId, assetId, status: 'PAID', ...change };
  const answer = await running.ask('PUT', `/api/v1/orders/${orderId}`, admin, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return orderId;
}

/** What a shop outside tells of an order. */
export function orderTold(
  running: RunningEntitlements,
  userId: string,
  assetId: string,
  status: string,
  changedAt = running.clock.now(),
): OrderChanged {
  return {
    orderId: fresh('order'),
    userId,
    assetId,
    status,
    quantity: 1,
    price: null,
    orderedAt: '2026-01-01T00:00:00.000Z',
    changedAt: changedAt.toISOString(),
  };
}

/** Whatever the tests did, no history is counted wrongly. */
export async function expectCountedHistories(running: RunningEntitlements): Promise<void> {
  const wrong = await running.sql(
    `SELECT * FROM (SELECT user_id, count(*) AS truth FROM downloaded_assets GROUP BY user_id) counted
       FULL JOIN history_sizes USING (user_id) WHERE truth IS DISTINCT FROM assets`,
  );
  expect(wrong).toEqual([]);
}

/** A person with a paid order. */
export async function buyer(
  running: RunningEntitlements,
  assetId: string,
): Promise<Person & { sub: string }> {
  const person = { sub: fresh('user') };
  await ordered(running, person.sub, assetId);
  return person;
}

export interface DecisionWish {
  readonly userId: string;
  readonly assetId: string;
  readonly downloadId?: string;
  readonly quality?: string | null;
  readonly generation?: number;
  readonly tier?: string;
}

export function decide(running: RunningEntitlements, wish: DecisionWish) {
  const body = {
    downloadId: newDownloadId(),
    quality: null,
    generation: 1,
    tier: 'free',
    origin: 'tasks',
    ...wish,
  };
  return running.ask('POST', '/internal/decisions', peer, body);
}
