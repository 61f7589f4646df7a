import { beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type Asset, at, publish, send, somebody } from './world.js';

/** What the documents leave to HTTP itself, on one path of each edition. */
describe('what every edition refuses alike', () => {
  it.each([
    ['DELETE', '/downloads/stats', 'GET, HEAD'],
    ['PUT', '/downloads', 'GET, HEAD, POST'],
    ['PATCH', '/api/storage/quota/remaining', 'GET, HEAD'],
    ['GET', '/api/downloads/cleanup', 'POST'],
    ['POST', '/downloads/history', 'GET, HEAD'],
    ['GET', '/api/downloads/resume', 'POST'],
    ['POST', '/api/v1/orders/o-1', 'GET, HEAD, PUT'],
  ])('%s %s with 405, naming %s', async (method, path, allowed) => {
    const answer = await somebody().call(method, path);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
  });

  it.each([
    ['/downloads', 'error.message'],
    ['/api/storage/quota/initialize', 'message'],
    ['/downloads/generate/any', 'message'],
    ['/api/downloads/resume', 'detail'],
  ])('a list for a body of %s, in the language that was asked for', async (path, where) => {
    const person = somebody();
    const call = { body: [{}], headers: { 'accept-language': 'ru' } };
    const answer = await person.call('POST', path, call);
    expect(answer.status).toBe(400);
    expect(at(answer, where)).toMatch(/[а-я].*body/i);
  });

  it.each([
    ['/downloads/generate/%00', 'statusCode'],
    ['/api/downloads/queue/%00', 'detail'],
    ['/api/v1/files/%00/download', 'detail'],
    ['/downloads/a%2Fb', 'success'],
  ])('the strange path %s in the words of its edition', async (path, field) => {
    const answer = await somebody().get(path);
    expect(answer.status).toBe(404);
    expect(answer.body).toHaveProperty(field);
  });
});

describe('what no token can make', () => {
  it('a tier that there is not is 400, on an account that is there and on one that is not', async () => {
    const person = somebody();
    const initialize = () => person.post('/api/storage/quota/initialize', { tier: 'gold' });
    expect((await initialize()).body).toMatchObject({ success: false, message: 'Invalid tier' });
    await person.post('/api/storage/quota/initialize');
    expect((await initialize()).status).toBe(400);
  });

  it.each(['zh', 'fr', 'ru'])('the tiers speak %s', async (language) => {
    const tiers = (headers: Record<string, string>) => send('/api/storage/tiers', { headers });
    const [own, other] = [await tiers({}), await tiers({ 'accept-language': language })];
    for (const tier of ['free', 'premium', 'family'])
      for (const field of ['description', 'features.0', 'features.1', 'features.2'])
        expect(at(other, `tiers.${tier}.${field}`)).not.toBe(at(own, `tiers.${tier}.${field}`));
    expect(at(other, 'tiers.free.storage_bytes')).toBe(at(own, 'tiers.free.storage_bytes'));
  });
});

describe('a fresh link of the store', () => {
  let asset: Asset;
  beforeAll(async () => {
    asset = await publish({ fileName: 'castle.zip' });
  });

  it.each([
    [undefined, 300],
    [60, 60],
    [3600, 3600],
  ])('of %s lives %d s', async (expiresIn, seconds) => {
    const answer = await somebody().post(`/downloads/generate/${asset.id}`, { expiresIn });
    expect([answer.status, at(answer, 'expiresIn')]).toEqual([201, seconds]);
  });

  it('is not made for a file that does not exist', async () => {
    const rendition = { quality: 'original', fileId: '00000000-0000-4000-8000-000000000000' };
    const body = { title: 't', type: 'video', access: 'public', renditions: [rendition] };
    expect((await admin.put('/api/v1/assets/no-such-file', body)).status).toBe(422);
  });
});
