import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type Person, RunningEntitlements } from './running-entitlements.js';
import { buyer, decide, fresh, ordered, published } from './scenery.js';

describe('store edition, generate', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(() => running.stop());
  const generate = (person: Person, assetId: string, body?: object, headers?: Record<string, string>) =>
    running.ask('POST', `/downloads/generate/${assetId}`, person, body, headers);

  it.each(['/downloads', '/api/downloads'])('answers as the document shows under %s', async (base) => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    const answer = await running.ask('POST', `${base}/generate/${assetId}`, person);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      url: expect.stringMatching(/^http:\/\/files\.example\/api\/v1\/files\/[^/]+\/download\?token=/),
      expiresAt: new Date(running.clock.now().getTime() + 300_000).toISOString(),
      expiresIn: 300,
      quality: '720p',
      asset: { id: assetId, title: 'Medieval Castle', category: 'Architecture', vendor: 'John Doe' },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    [59, 400],
    [60, 201],
    [3600, 201],
    [3601, 400],
    [300.5, 400],
    ['300', 400],
  ])('a lifetime of %j is %d, before anything else is looked at', async (expiresIn, status) => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    const target = status === 400 ? fresh('unknown') : assetId;
    const answer = await generate(person, target, { expiresIn });
    expect(answer.status).toBe(status);
    if (status === 400)
      expect(answer.body).toEqual({
        statusCode: 400,
        message: expect.stringContaining('expiresIn'),
        error: 'Bad Request',
        code: 'VALIDATION_FAILED',
        details: { fields: expect.arrayContaining([expect.objectContaining({ field: 'expiresIn' })]) },
      });
  });

  it.each<[string | null, number, string, string]>([
    [null, 403, 'NOT_PURCHASED', 'You do not have access to download this asset'],
    ['PENDING', 403, 'ORDER_PENDING', 'Payment not confirmed yet'],
    ['FAILED', 403, 'ORDER_FAILED', 'Payment failed. Please purchase again'],
    ['REFUNDED', 403, 'ORDER_REFUNDED', 'This order has been refunded'],
  ])('an order that is %s: %d %s', async (status, statusCode, code, message) => {
    const { assetId } = await published(running);
    const person = { sub: fresh('user') };
    if (status !== null) await ordered(running, person.sub, assetId, { status });
    const answer = await generate(person, assetId);
    expect(answer.body).toEqual({ statusCode, message, error: 'Forbidden', code });
  });

  it('knows unknown, removed and fileless assets', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    await running.ask('DELETE', `/api/v1/assets/${assetId}`, admin);
    const empty = await published(running, { access: 'public', renditions: [], originalSizeBytes: 7 });
    const answers = [fresh('x'), assetId, empty.assetId].map((id) => generate(person, id));
    expect(
      (await Promise.all(answers)).map(({ body }) => [body.statusCode, body.code, body.message]),
    ).toEqual([
      [404, 'ASSET_NOT_FOUND', 'Asset not found'],
      [404, 'ASSET_REMOVED', 'This asset has been removed'],
      [404, 'FILE_NOT_AVAILABLE', 'The file is not available'],
    ]);
  });

  it('needs a premium tier for what is for subscribers', async () => {
    const { assetId } = await published(running, { access: 'subscription' });
    const refused = await generate({ sub: fresh('user') }, assetId);
    expect([refused.status, refused.body.message]).toEqual([403, 'Premium subscription required']);
    expect((await generate({ sub: fresh('user'), tier: 'premium' }, assetId)).status).toBe(201);
  });

  it('says that the limit of the asset is used up before it counts', async () => {
    const { assetId } = await published(running, { maxDownloads: 1 });
    const person = await buyer(running, assetId);
    await decide(running, { userId: person.sub, assetId, quality: '4k' });
    const answers = [];
    for (let count = 0; count < 7; count += 1) answers.push(await generate(person, assetId));
    expect(answers.map(({ body }) => [body.statusCode, body.message])).toEqual(
      Array.from({ length: 7 }, () => [403, 'Maximum downloads exceeded']),
    );
  });

  it('replays an Idempotency-Key and refuses it for another body', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    const key = { 'idempotency-key': fresh('key') };
    const first = await generate(person, assetId, { expiresIn: 600 }, key);
    running.clock.advance(250_000);
    const again = await generate(person, assetId, { expiresIn: 600 }, key);
    const other = await generate(person, assetId, { expiresIn: 601 }, key);
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([
      201,
      first.body,
      'true',
    ]);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});
