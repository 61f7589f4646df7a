import { beforeAll, describe, expect, it } from '@jest/globals';
import createClient from 'openapi-fetch';
import type { paths } from '../../../docs/openapi/schema.js';
import { type Asset, fetchLink, fresh, publish, somebody } from './world.js';

/** A client that nobody wrote: types and paths come from the OpenAPI document, so what does not fit does not compile. */
describe('a client generated from the OpenAPI document', () => {
  const person = somebody({ tier: 'premium' });
  let client: ReturnType<typeof createClient<paths>>;
  let asset: Asset;

  beforeAll(async () => {
    const headers = { authorization: `Bearer ${await person.token()}` };
    client = createClient<paths>({ baseUrl: process.env.WAYBILL_URL ?? '', headers });
    asset = await publish();
  });

  it('tasks: creates a download, starts it, reads its progress', async () => {
    const { data } = await client.POST('/downloads', { body: { resourceId: asset.id, quality: 'high' } });
    const downloadId = data?.data.download.id ?? '';
    const params = { path: { downloadId } };
    const started = await client.POST('/downloads/{downloadId}/start', { params, body: {} });
    expect(started.data?.data.download.status).toBe('downloading');
    const { data: progress } = await client.GET('/downloads/{downloadId}/progress', { params });
    expect(progress?.data.progress.fileSize).toBe(asset.file?.bytes.length);
  });

  it('offline: reads what room there is', async () => {
    const { data } = await client.GET('/api/storage/quota');
    expect(data?.quota.tier).toBe('premium');
    const { data: usage } = await client.GET('/api/downloads/storage/usage');
    expect(usage?.alert.should_alert).toBe(false);
  });

  it('store: gets a link, and the bytes behind it', async () => {
    const { data } = await client.POST('/downloads/generate/{assetId}', {
      params: { path: { assetId: asset.id } },
      body: { expiresIn: 600 },
    });
    expect(data?.expiresIn).toBeGreaterThan(590);
    expect((await fetchLink(data?.url ?? '')).bytes.equals(asset.file?.bytes ?? Buffer.alloc(0))).toBe(true);
  });

  it('tracking: reports a download and sees it in the queue', async () => {
    const fileId = fresh('file');
    await person.post('/api/downloads/start', {
      user_id: person.id,
      file_id: fileId,
      file_name: 'report.pdf',
      file_size_bytes: 10,
    });
    const params = { path: { user_id: person.id } };
    const { data } = await client.GET('/api/downloads/queue/{user_id}', { params });
    expect(data?.queue.map((entry) => entry.file_id)).toContain(fileId);
  });

  it('files: is refused without a ticket for a file it may not have', async () => {
    const { response } = await client.GET('/api/v1/files/{id}/download', {
      params: { path: { id: '00000000-0000-4000-8000-000000000000' } },
      parseAs: 'text',
    });
    expect(response.status).toBe(404);
  });
});
