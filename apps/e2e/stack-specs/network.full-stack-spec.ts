import { afterEach, describe, expect, it } from '@jest/globals';
import { publish, somebody } from '../contract/world.js';
import { breakLink } from '../stack/backing.js';

/** A call between services takes 5 s at most, undoing what came before it as long; the gateway's own patience is 15 s. */
const HUNG_WITHIN_MS = 20_000;
const CUT_WITHIN_MS = 4_000;

async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly milliseconds: number }> {
  const began = Date.now();
  return { result: await work(), milliseconds: Date.now() - began };
}

describe('a network that fails between the services', () => {
  afterEach(() => breakLink('storage-quotas', {}));

  it('hangs: everybody gets a clean error in time, nobody piles up, and it goes on when it is mended', async () => {
    const { id: assetId } = await publish({ size: 1000 });
    const create = () => somebody().post('/downloads', { resourceId: assetId });
    await breakLink('storage-quotas', { state: 'hung' });
    const { result, milliseconds } = await timed(() => Promise.all(Array.from({ length: 50 }, create)));
    for (const answer of result) {
      expect([503, 504]).toContain(answer.status);
      expect(answer.body).toMatchObject({ success: false, error: { code: 'NETWORK_ERROR' } });
    }
    expect(milliseconds).toBeLessThan(HUNG_WITHIN_MS);
    const list = await timed(() => somebody().get('/downloads'));
    expect(list.result.status).toBe(200);
    expect(list.milliseconds).toBeLessThan(CUT_WITHIN_MS);
    await breakLink('storage-quotas', {});
    expect((await create()).status).toBe(201);
  });

  it('is cut: refused at once, and well again when it is mended', async () => {
    const { id: assetId } = await publish({ size: 1000 });
    const person = somebody();
    await breakLink('storage-quotas', { state: 'cut' });
    const { result, milliseconds } = await timed(() => person.post('/downloads', { resourceId: assetId }));
    expect([502, 503]).toContain(result.status);
    expect(result.body).toMatchObject({ error: { code: 'NETWORK_ERROR' } });
    expect(milliseconds).toBeLessThan(CUT_WITHIN_MS);
    await breakLink('storage-quotas', {});
    expect((await person.post('/downloads', { resourceId: assetId })).status).toBe(201);
  });

  it('is slow: it takes longer, and works', async () => {
    const { id: assetId } = await publish({ size: 1000 });
    await breakLink('storage-quotas', { delayMs: 400 });
    const { result, milliseconds } = await timed(() =>
      somebody().post('/downloads', { resourceId: assetId }),
    );
    expect(result.status).toBe(201);
    expect(milliseconds).toBeGreaterThanOrEqual(800);
  });
});
