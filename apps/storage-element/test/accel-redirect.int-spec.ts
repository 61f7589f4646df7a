import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { type RunningElement, startElement, type StoredFileBody } from './running-element.js';

describe('behind an nginx that sends the bodies', () => {
  const bytes = randomBytes(10_000);
  let element: RunningElement;
  let file: StoredFileBody;
  let token: string;

  beforeAll(async () => {
    element = await startElement({ settings: { ACCEL_REDIRECT_PREFIX: '/stored/' } });
    file = await element.store(bytes);
    token = await element.ticket(file, { rate: 5000 });
  }, 60_000);
  afterAll(() => element.stop());

  it('a download is the place of its bytes below the root', async () => {
    for (let round = 0; round < 2; round += 1) {
      const answer = await element.download(file.id, token);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe('');
      const place = answer.headers.get('x-accel-redirect') ?? '';
      expect(place).toMatch(/^\/stored\//);
      expect((await element.storage.read(place.slice('/stored/'.length))).equals(bytes)).toBe(true);
      expect(answer.headers.get('x-accel-limit-rate')).toBe('5000');
      expect(answer.headers.get('content-disposition')).toContain('film.mp4');
      expect(answer.headers.get('etag')).toBe(file.etag);
    }
  });

  it('a range is nginx’s to cut, and ours to account for', async () => {
    const did = 'dl_0192f3a4b5c67d8e9f001122334455bb';
    const own = await element.ticket(file, { did });
    const answer = await element.download(file.id, own, { range: 'bytes=100-199' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-accel-redirect')).not.toBeNull();
    expect(answer.headers.get('content-range')).toBeNull();
    await eventually(() =>
      expect(element.served().filter(({ downloadId }) => downloadId === did)).toMatchObject([
        { outcome: 'complete', bytes: 100, ranges: [{ start: 100, end: 200 }] },
      ]),
    );
  });

  it.each<[what: string, headers: Record<string, string>, status: number]>([
    ['several ranges', { range: 'bytes=0-9,20-29' }, 206],
    ['a range under a condition', { range: 'bytes=0-9', 'if-range': '"another"' }, 200],
    ['a condition that holds', { 'if-none-match': '"another"' }, 200],
    ['a range that is set aside', { range: 'pages=1-2' }, 200],
    ['a refused range', { range: 'bytes=99999-' }, 416],
  ])('%s is answered by the element itself', async (_what, headers, status) => {
    const answer = await element.download(file.id, token, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-accel-redirect')).toBeNull();
    if (status !== 416) expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });

  it('nobody is told a place without a ticket', async () => {
    const answer = await element.download(file.id, `${token}x`);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-accel-redirect')).toBeNull();
  });
});
