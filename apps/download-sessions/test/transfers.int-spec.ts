import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assetPublished, createEvent, TOPICS, type TransferServed, transferServed } from '@waybill/contracts';
import { newDownloadId, uuidv7 } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { fileOf } from './entitlements.server.js';
import { ServiceFixture, transfer } from './service.fixture.js';
import { showing } from './shown-download.js';

const service = new ServiceFixture();
beforeAll(() => service.start(), 60_000);
afterAll(() => service.stop(), 60_000);
const detail = showing(service);

const at = () => new Date().toISOString();

/** Sends a last byte and waits until it is folded: everything sent before with the same key has been handled then. */
async function settled(downloadId: string, assetId: string): Promise<void> {
  const transferId = uuidv7();
  await service.serve({ downloadId, assetId, transferId, ranges: [{ start: 0, end: 1 }] });
  await eventually(async () => {
    const folded = await service.database.query<unknown[]>(
      'SELECT 1 FROM downloads WHERE id = $1 AND recent_transfers @> $2::jsonb',
      [downloadId, JSON.stringify([{ id: transferId }])],
    );
    expect(folded).toHaveLength(1);
  });
}

describe('transfers', () => {
  it('count once, however often their event comes', async () => {
    const id = await service.create({ assetId: 'twice' });
    const event = createEvent(transferServed, transfer({ downloadId: id, assetId: 'twice' }), {
      service: 'a-test',
    });
    await service.publishEvents(TOPICS.transfers, [event, event]);
    await service.publishEvents(TOPICS.transfers, [event]);
    await settled(id, 'twice');
    const [row]: { bytes_served: number }[] = await service.database.query(
      'SELECT bytes_served FROM downloads WHERE id = $1',
      [id],
    );
    expect(row?.bytes_served).toBe(11);
  });

  it('of HEADs and empty bodies begin nothing', async () => {
    const id = await service.create({ assetId: 'head' });
    await service.serve({ downloadId: id, assetId: 'head', ranges: [], bytes: 0 });
    await settled(id, 'head');
    expect(await service.eventsOf(id)).toEqual(['created', 'started']);
    const [, started] = await service.factsOf(id);
    expect(started?.data).toMatchObject({ bytesServed: 1, reason: 'first-byte' });
  });

  it('that come late after a pause complete it, and after a cancel only count', async () => {
    const paused = await service.create({ assetId: 'late' });
    await service.ask('POST', `/downloads/${paused}/pause`);
    await service.serve({ downloadId: paused, assetId: 'late', ranges: [{ start: 0, end: 1000 }] });
    await eventually(async () => expect((await detail(paused)).status).toBe('completed'));
    const cancelled = await service.create({ assetId: 'late' });
    await service.ask('POST', `/downloads/${cancelled}/cancel`);
    await service.serve({ downloadId: cancelled, assetId: 'late', ranges: [{ start: 0, end: 1000 }] });
    await eventually(async () =>
      expect(await detail(cancelled)).toMatchObject({ status: 'cancelled', downloaded: 1000 }),
    );
    // Told again with its first byte: it began, so it counts.
    expect(await service.eventsOf(cancelled)).toEqual(['created', 'cancelled', 'cancelled']);
  });

  it('of a server that died leave a hole that the client fills by going on', async () => {
    const id = await service.create({ assetId: 'dead' });
    const dead = { downloadId: id, assetId: 'dead', transferId: 'dead' };
    await service.serve(
      { ...dead, ranges: [{ start: 0, end: 300 }], outcome: 'running' },
      { ...dead, sequence: 1, ranges: [], bytes: 0, unknown: [{ start: 300, end: 1000 }], outcome: 'lost' },
      { downloadId: id, assetId: 'dead', ranges: [{ start: 450, end: 1000 }] },
    );
    await eventually(async () =>
      expect(await detail(id)).toMatchObject({ status: 'completed', accuracy: 'claimed' }),
    );
  });

  it('of many downloads in one batch reach each of them', async () => {
    const ids = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        service.create({ assetId: `many-${index}` }, { as: `p${index}` }),
      ),
    );
    const pieces = [0, 250, 500, 750].flatMap((start) =>
      ids.map((downloadId, index) => ({
        downloadId,
        assetId: `many-${index}`,
        ranges: [{ start, end: start + 250 }],
      })),
    );
    await service.serve(...pieces);
    await eventually(async () => {
      const [{ done } = { done: 0 }]: { done: number }[] = await service.database.query(
        `SELECT count(*) AS done FROM downloads WHERE id = ANY($1) AND status = 'completed'`,
        [ids],
      );
      expect(done).toBe(30);
    });
  });

  it('a poisonous one between good ones stops nobody', async () => {
    const id = await service.create({ assetId: 'poison' });
    const good = (start: number) =>
      createEvent(
        transferServed,
        transfer({ downloadId: id, assetId: 'poison', ranges: [{ start, end: start + 500 }] }),
        { service: 'a-test' },
      );
    const bad = { ...good(0), id: 'bad', data: { downloadId: id } };
    await service.publishEvents(TOPICS.transfers, [good(0), bad, good(500)]);
    await eventually(async () => expect((await detail(id)).status).toBe('completed'), { timeoutMs: 20_000 });
  }, 30_000);
});

describe('links of the store edition', () => {
  const served = (
    downloadId: string,
    more: Pick<Partial<TransferServed>, 'ranges' | 'bytes' | 'userId'> = {},
  ) => ({
    downloadId,
    origin: 'store' as const,
    assetId: 'sold',
    ...more,
  });

  it('open a download with their first byte, without a hold', async () => {
    const asset = {
      category: 'courses',
      vendor: null,
      thumbnail: 'http://t.test/1',
      price: null,
      maxDownloads: 7,
      renditions: [],
      originalSizeBytes: null,
    };
    await service.publish(assetPublished, {
      assetId: 'sold',
      title: 'Sold',
      type: 'software',
      access: 'purchase',
      ...asset,
      publishedAt: at(),
    });
    await eventually(async () =>
      expect(
        await service.database.query('SELECT 1 FROM catalogue WHERE asset_id = $1', ['sold']),
      ).toHaveLength(1),
    );
    const id = newDownloadId();
    await service.serve(served(id, { ranges: [], bytes: 0 }), served(id, { userId: 'bea' }));
    await eventually(async () =>
      expect(await detail(id, 'bea')).toMatchObject({ status: 'downloading', downloaded: 10 }),
    );
    expect(await detail(id, 'bea')).toMatchObject({
      resourceTitle: 'Sold',
      resourceType: 'software',
      resourceThumbnail: 'http://t.test/1',
      downloadCount: 1,
      remainingDownloads: 6,
      fileName: fileOf('sold').fileName,
    });
    const [created] = await service.factsOf(id);
    expect(created?.data).toMatchObject({ origin: 'store', holdsQuota: false, expiresAt: null });
  });

  it('join the live download that is there: the link’s id becomes another name of it', async () => {
    const id = await service.create({ assetId: 'joined' }, { as: 'cyn' });
    const alias = newDownloadId();
    const link = { downloadId: alias, origin: 'store' as const, assetId: 'joined', userId: 'cyn' };
    await service.serve({ ...link, ranges: [{ start: 0, end: 400 }] });
    await eventually(async () => expect((await detail(id, 'cyn')).downloaded).toBe(400));
    await service.serve({ ...link, ranges: [{ start: 400, end: 1000 }] });
    await eventually(async () => expect((await detail(id, 'cyn')).status).toBe('completed'));
    expect((await service.factsOf(id)).at(-1)?.data.aliases).toEqual([alias]);
    expect((await detail(alias, 'cyn')).status).toBe(404);
  });

  it('set a paused or failed one going with the next generation', async () => {
    const id = await service.create({ assetId: 'revived' });
    await service.ask('POST', `/downloads/${id}/pause`);
    await service.serve({ downloadId: id, origin: 'store', assetId: 'revived', generation: 2 });
    await eventually(async () => expect((await detail(id)).status).toBe('downloading'));
    expect(await service.eventsOf(id)).toEqual(['created', 'paused', 'resumed']);
  });

  it('of any other edition open nothing', async () => {
    const id = newDownloadId();
    const known = await service.create({ assetId: 'known' });
    await service.serve({ downloadId: id, origin: 'tasks', assetId: 'known' });
    await settled(known, 'known');
    expect((await detail(id)).status).toBe(404);
  });
});
