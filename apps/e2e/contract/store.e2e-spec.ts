import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectLike } from './like.js';
import { buyer, generate } from './store-buyer.js';
import { STORE } from './store.examples.js';
import {
  admin,
  type Asset,
  at,
  fetchLink,
  fresh,
  order,
  type OrderStatus,
  publish,
  somebody,
} from './world.js';

describe('the store edition', () => {
  let castle: Asset;
  beforeAll(async () => {
    castle = await publish({
      access: 'purchase',
      facts: { title: 'Medieval Castle 3D Model', category: 'Architecture', type: 'model' },
    });
  });

  describe('POST /downloads/generate/:assetId', () => {
    it('answers as the document shows, under both paths', async () => {
      const person = await buyer(castle.id);
      for (const path of ['/downloads', '/api/downloads']) {
        const answer = await person.post(`${path}/generate/${castle.id}`);
        expect(answer.status).toBe(201);
        expectLike(answer.body, STORE.generate);
        expect(answer.body).toMatchObject({
          asset: {
            id: castle.id,
            title: 'Medieval Castle 3D Model',
            category: 'Architecture',
            vendor: 'John Doe',
          },
        });
        expect(at<number>(answer, 'expiresIn')).toBeGreaterThan(290);
        expect(answer.headers.get('cache-control')).toContain('no-store');
      }
    });

    it('hands out a link that gives the file', async () => {
      const person = await buyer(castle.id);
      const { status, bytes } = await fetchLink(at(await generate(person, castle.id), 'url'));
      expect(status).toBe(200);
      expect(bytes.equals(castle.file?.bytes ?? Buffer.alloc(0))).toBe(true);
    });

    it.each<[OrderStatus, string]>([
      ['PENDING', 'Payment not confirmed yet'],
      ['FAILED', 'Payment failed. Please purchase again'],
      ['REFUNDED', 'This order has been refunded'],
    ])('403 for an order that is %s', async (status, message) => {
      const person = somebody();
      await order(person.id, castle.id, status);
      const answer = await generate(person, castle.id);
      expect(answer.status).toBe(403);
      expectLike(answer.body, STORE.error);
      expect(answer.body).toMatchObject({ statusCode: 403, message, error: 'Forbidden' });
    });

    it('403 without an order, 404 for what is removed or was never there', async () => {
      const denied = await generate(somebody(), castle.id);
      expect([denied.status, at(denied, 'message')]).toEqual([
        403,
        'You do not have access to download this asset',
      ]);
      const removed = await publish();
      await admin.delete(`/api/v1/assets/${removed.id}`);
      const gone = await generate(somebody(), removed.id);
      expect([gone.status, at(gone, 'message')]).toEqual([404, 'This asset has been removed']);
      expect((await generate(somebody(), fresh('none'))).status).toBe(404);
    });

    it.each([59, 3601, 1.5, '300', null])('400 for expiresIn %j, before anything else', async (expiresIn) => {
      const answer = await generate(somebody(), fresh('none'), { expiresIn });
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ statusCode: 400 });
    });

    it('hands the same link out again while it is fresh, without counting', async () => {
      const person = await buyer(castle.id);
      const first = await generate(person, castle.id);
      for (let i = 0; i < 7; i += 1) {
        const again = await generate(person, castle.id);
        expect([again.status, at(again, 'url')]).toEqual([201, at(first, 'url')]);
      }
    });

    it('409 with a way out for the sixth link of an hour', async () => {
      const person = await buyer(castle.id);
      for (let i = 0; i < 5; i += 1) {
        const answer = await generate(person, castle.id, { expiresIn: 600 + i });
        // The gateway's own limit follows in the same header: one list, the grant's first.
        const [remaining] = (answer.headers.get('x-ratelimit-remaining') ?? '').split(', ');
        expect([answer.status, remaining]).toEqual([201, String(4 - i)]);
        expect(answer.headers.get('ratelimit-policy')).not.toBeNull();
        expect(answer.headers.get('ratelimit')).not.toBeNull();
      }
      const refused = await generate(person, castle.id, { expiresIn: 700 });
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({ statusCode: 409, error: 'Conflict' });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
      expect((await generate(person, castle.id, { expiresIn: 600 })).status).toBe(201);
    });
  });

  it('GET /downloads/can-download/:assetId tells whether, and why not', async () => {
    const person = await buyer(castle.id);
    expect((await person.get(`/downloads/can-download/${castle.id}`)).body).toMatchObject({
      canDownload: true,
    });
    const denied = await somebody().get(`/api/downloads/can-download/${castle.id}`);
    expect(denied.status).toBe(200);
    expect(denied.body).toMatchObject({
      canDownload: false,
      reason: 'You do not have access to download this asset',
    });
    expect((await person.get(`/downloads/can-download/${fresh('none')}`)).status).toBe(404);
  });
});
