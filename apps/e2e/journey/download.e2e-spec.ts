import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { at, fetchLink, order, publish, somebody } from '../contract/world.js';
import { create, detailOf, quotaOf, start, untilFigures, untilQuota, untilStatus } from './account.js';
import { Downloader } from './downloader.js';

const MIB = 1024 * 1024;
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('one download', () => {
  it('goes from entitlement to the last byte to the figures', async () => {
    const buyer = somebody();
    const { id: assetId, file } = await publish({ size: 3 * MIB, access: 'purchase' });
    const size = file?.bytes.length ?? 0;
    expect(await buyer.post('/downloads', { resourceId: assetId })).toMatchObject({
      status: 403,
      body: { success: false, error: { code: 'RESOURCE_NOT_PURCHASED' } },
    });
    await order(buyer.id, assetId, 'PAID');
    const { id, link } = await create(buyer, assetId);
    expect(await quotaOf(buyer)).toMatchObject({ used: size, reserved: size });
    const bytes = await new Downloader(link, size).run();
    expect(digest(bytes)).toBe(digest(file?.bytes ?? Buffer.alloc(0)));
    await untilStatus(buyer, id, 'completed');
    expect((await detailOf(buyer, id)).body).toMatchObject({
      data: { download: { progress: 100, downloaded: size } },
    });
    await untilQuota(buyer, { used: size, reserved: 0 });
    await untilFigures(buyer, { total_downloads: 1, completed_downloads: 1, failed_downloads: 0 });
  });

  it('is one download however many ranges and links it takes', async () => {
    const person = somebody();
    const { id: assetId, file } = await publish({ size: 1000 });
    const { id, link } = await create(person, assetId);
    const pieces = [await fetchLink(link, 'bytes=0-399')];
    await eventually(async () => {
      expect(at(await detailOf(person, id), 'data.download.downloaded')).toBe(400);
    });
    const again = await start(person, id, 400);
    pieces.push(await fetchLink(again.link, 'bytes=400-799'), await fetchLink(again.link, 'bytes=800-'));
    expect(pieces.map(({ status }) => status)).toEqual([206, 206, 206]);
    expect(Buffer.concat(pieces.map(({ bytes }) => bytes))).toEqual(file?.bytes);
    await untilStatus(person, id, 'completed');
    await untilFigures(person, { total_downloads: 1, completed_downloads: 1 });
  });

  it('refuses its link while it is paused, and serves a fresh one after', async () => {
    const person = somebody();
    const { id: assetId } = await publish({ size: 1000 });
    const { id, link } = await create(person, assetId);
    expect(await fetchLink(link, 'bytes=0-99')).toMatchObject({ status: 206 });
    expect(await person.post(`/downloads/${id}/pause`)).toMatchObject({ status: 200 });
    await eventually(async () => {
      expect(await fetchLink(link, 'bytes=100-199')).toMatchObject({ status: 409 });
    });
    const again = await start(person, id, 100);
    expect(await fetchLink(again.link, 'bytes=100-')).toMatchObject({ status: 206 });
    await untilStatus(person, id, 'completed');
  });

  it('cuts a running transfer when it is paused', async () => {
    const person = somebody();
    const size = 64 * MIB;
    const { id: assetId } = await publish({ size });
    const { id, link } = await create(person, assetId);
    const answer = await fetch(link);
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    let received = (await reader.read()).value?.length ?? 0;
    expect(await person.post(`/downloads/${id}/pause`)).toMatchObject({ status: 200 });
    await untilStatus(person, id, 'paused');
    const rest = async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read())
        received += part.value.length;
    };
    await expect(rest()).rejects.toThrow();
    expect(received).toBeLessThan(size);
    await untilQuota(person, { used: size, reserved: size });
  });

  it('gives the room back when it is cancelled', async () => {
    const person = somebody();
    const { id: assetId } = await publish({ size: 5000 });
    const { id, link } = await create(person, assetId);
    expect(await quotaOf(person)).toMatchObject({ used: 5000 });
    expect(await person.post(`/downloads/${id}/cancel`)).toMatchObject({ status: 200 });
    await untilQuota(person, { used: 0, reserved: 0 });
    await eventually(async () => {
      expect(await fetchLink(link)).toMatchObject({ status: 409 });
    });
  });

  it("is nobody else's business", async () => {
    const { id: assetId } = await publish();
    const owner = somebody();
    const { id } = await create(owner, assetId);
    const other = somebody();
    const answers = await Promise.all([
      other.get(`/downloads/${id}`),
      other.get(`/downloads/${id}/progress`),
      ...['start', 'pause', 'cancel', 'retry'].map((verb) => other.post(`/downloads/${id}/${verb}`)),
    ]);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'DOWNLOAD_NOT_FOUND' } } });
    expect(await owner.get(`/downloads/${id}`)).toMatchObject({ status: 200 });
  });
});
