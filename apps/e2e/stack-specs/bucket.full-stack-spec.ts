import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { admin, at, fetchLink, fresh, order, publish, somebody } from '../contract/world.js';
import { create, detailOf, start, untilFigures, untilQuota, untilStatus } from '../journey/account.js';

const MIB = 1024 * 1024;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

interface Part {
  readonly offset: number;
  readonly size: number;
  readonly url: string;
}

/** Of `WAYBILL_STORAGE=s3 DELIVERY=direct npm run test:full-stack` (jest.config.js); the stack of a disk has `disk`. */
describe('a file in a bucket', () => {
  const open = (id: string, bytes: Buffer) =>
    admin.post(`/api/v1/files/${id}/uploads`, {
      filename: 'film.mp4',
      size: bytes.length,
      sha256: sha256(bytes),
    });

  it('goes in by presigned URL, and out by tickets, observed to its end', async () => {
    const [id, assetId, bytes] = [randomUUID(), fresh('asset'), randomBytes(130 * MIB)];
    const opened = await open(id, bytes);
    expect(opened.status).toBe(201);
    for (const { offset, size, url } of at<Part[]>(opened, 'parts')) {
      const body = bytes.subarray(offset, offset + size);
      expect((await fetch(url, { method: 'PUT', body })).status).toBe(200);
    }
    const completed = await admin.post(
      `/api/v1/files/${id}/uploads/${at<string>(opened, 'uploadId')}/complete`,
    );
    expect(completed).toMatchObject({ status: 201, body: { id, size: bytes.length, sha256: sha256(bytes) } });
    const renditions = [{ quality: 'original', fileId: id }];
    const asset = { title: 'Film', type: 'video', access: 'purchase', renditions };
    expect((await admin.put(`/api/v1/assets/${assetId}`, asset)).status).toBe(201);
    const buyer = somebody({ tier: 'premium' });
    await order(buyer.id, assetId, 'PAID');
    const download = await create(buyer, assetId);
    const first = await fetchLink(download.link, `bytes=0-${String(70 * MIB - 1)}`);
    expect(first.status).toBe(206);
    const again = await start(buyer, download.id);
    const rest = await fetchLink(again.link, `bytes=${String(70 * MIB)}-`);
    expect(sha256(Buffer.concat([first.bytes, rest.bytes]))).toBe(sha256(bytes));
    await untilStatus(buyer, download.id, 'completed');
    expect(at(await detailOf(buyer, download.id), 'data.download.downloaded')).toBe(bytes.length);
    await untilQuota(buyer, { used: bytes.length, reserved: 0 });
    await untilFigures(buyer, { total_downloads: 1, completed_downloads: 1 });
  });

  it('is what a generated link opens, without us', async () => {
    const { id: assetId, file } = await publish({ size: 3 * MIB, access: 'purchase' });
    const buyer = somebody();
    await order(buyer.id, assetId, 'PAID');
    const generated = await buyer.post(`/downloads/generate/${assetId}`);
    const url = new URL(at<string>(generated, 'url'));
    expect(url.searchParams.has('X-Amz-Signature')).toBe(true);
    const part = await fetchLink(url.href, 'bytes=1000-1999');
    expect([part.status, part.bytes]).toEqual([206, file?.bytes.subarray(1000, 2000)]);
    expect((await fetchLink(url.href)).bytes.equals(file?.bytes ?? Buffer.alloc(0))).toBe(true);
    url.searchParams.set('X-Amz-Expires', '3600');
    expect((await fetchLink(url.href)).status).toBe(403);
  });
});
