import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { ServiceFixture } from './service.fixture.js';

const service = new ServiceFixture();
beforeAll(() => service.start(), 60_000);
afterAll(() => service.stop(), 60_000);

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A stream as a browser reads it, through a real connection to either replica. */
class Stream {
  readonly told: Told[] = [];
  readonly #gone = new AbortController();
  ended: Promise<void> = Promise.resolve();

  constructor(readonly status: number) {}

  static async open(path: string, options: { as?: string; after?: string; replica?: string } = {}) {
    const { as = 'ada', after, replica = service.url } = options;
    const answer = await fetch(`${replica}${path}`, {
      headers: {
        ...(await service.identify(as)),
        ...(after !== undefined && { 'last-event-id': after }),
      },
    });
    const stream = new Stream(answer.status);
    if (answer.body !== null) stream.ended = stream.#read(answer.body);
    return stream;
  }

  async until(fits: (told: Told) => boolean): Promise<Told> {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
      const found = this.told.find(fits);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`Not told: ${JSON.stringify(this.told)}`);
  }

  ready(): Promise<Told> {
    return this.until(({ event }) => event === 'ready');
  }

  async close(): Promise<void> {
    this.#gone.abort();
    await this.ended;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const reader = body.getReader();
    this.#gone.signal.addEventListener('abort', () => void reader.cancel());
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (text + decoder.decode(value, { stream: true })).split('\n\n');
      text = blocks.pop() ?? '';
      this.told.push(...blocks.flatMap(toldIn));
    }
  }
}

function toldIn(block: string): Told[] {
  const fields = new Map(
    block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
  );
  const [id, event, data] = ['id', 'event', 'data'].map((name) => fields.get(name) ?? '');
  return event === '' || event === undefined
    ? []
    : [{ id: id ?? '', event, data: JSON.parse(data ?? '{}') as Told['data'] }];
}

const about =
  (downloadId: string, status: string) =>
  ({ event, data }: Told) =>
    event === 'download' && data.downloadId === downloadId && data.status === status;

describe('server-sent events', () => {
  it('tell each change, on every replica', async () => {
    const replica = await service.startReplica();
    const [here, there] = await Promise.all([
      Stream.open('/downloads/events'),
      Stream.open('/downloads/events', { replica: replica.url }),
    ]);
    await Promise.all([here.ready(), there.ready()]);
    const id = await service.create({ assetId: 'everywhere' });
    await service.serve({ downloadId: id, assetId: 'everywhere' });
    for (const stream of [here, there]) {
      const { data } = await stream.until(about(id, 'downloading'));
      expect(data).toMatchObject({ downloaded: 10, fileSize: 1000, progress: 1, deleted: false });
    }
    await service.ask('POST', `/downloads/${id}/pause`);
    await Promise.all([here, there].map((stream) => stream.until(about(id, 'paused'))));
    await Promise.all([here.close(), there.close()]);
    await replica.stop();
  }, 60_000);

  it('take up after a break without a loss, each download as it is by then', async () => {
    const first = await Stream.open('/downloads/events', { as: 'bob' });
    const { id: seen } = await first.ready();
    await first.close();
    const ids: string[] = [];
    for (const assetId of ['one', 'two', 'three']) ids.push(await service.create({ assetId }, { as: 'bob' }));
    await service.ask('POST', `/downloads/${ids[0] ?? ''}/cancel`, { as: 'bob' });
    const second = await Stream.open('/downloads/events', { as: 'bob', after: seen });
    await second.until(about(ids[0] ?? '', 'cancelled'));
    const told = second.told.filter(({ event }) => event === 'download');
    expect(told.map(({ data }) => data.downloadId)).toEqual([ids[1], ids[2], ids[0]]);
    const numbers = told.map(({ id }) => Number(id));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    await second.close();
  }, 60_000);

  it('follow one download only, and nobody else’s', async () => {
    const mine = await service.create({ assetId: 'mine' }, { as: 'cleo' });
    const other = await service.create({ assetId: 'other' }, { as: 'cleo' });
    expect((await service.ask('GET', `/downloads/${mine}/events`, { as: 'dora' })).status).toBe(404);
    const stream = await Stream.open(`/downloads/${mine}/events`, { as: 'cleo' });
    await stream.ready();
    await service.ask('POST', `/downloads/${other}/cancel`, { as: 'cleo' });
    await service.ask('POST', `/downloads/${mine}/cancel`, { as: 'cleo' });
    await stream.until(about(mine, 'cancelled'));
    expect(stream.told.some(({ data }) => data.downloadId === other)).toBe(false);
    await stream.close();
  }, 60_000);

  it('are six at a time for one person; one that is closed makes room', async () => {
    const open = () => Stream.open('/downloads/events', { as: 'eve' });
    const streams = await Promise.all(Array.from({ length: 6 }, open));
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect((await open()).status).toBe(429);
    expect((await Stream.open('/downloads/events', { as: 'fay' })).status).toBe(200);
    await streams[0]?.close();
    let again = await open();
    for (let tries = 0; again.status === 429 && tries < 100; tries += 1) again = await open();
    expect(again.status).toBe(200);
    await Promise.all([...streams.slice(1), again].map((stream) => stream.close()));
  }, 60_000);

  it('are six over all replicas; a replica that is gone makes room', async () => {
    const replica = await service.startReplica();
    const open = (url: string) => Stream.open('/downloads/events', { as: 'hal', replica: url });
    const here = await Promise.all(Array.from({ length: 3 }, () => open(service.url)));
    const there = await Promise.all(Array.from({ length: 3 }, () => open(replica.url)));
    expect([...here, ...there].map(({ status }) => status)).toEqual(Array(6).fill(200));
    for (const url of [service.url, replica.url]) expect((await open(url)).status).toBe(429);
    await replica.stop();
    const again = await eventually(async () => {
      const stream = await open(service.url);
      expect(stream.status).toBe(200);
      return stream;
    });
    await Promise.all([...here, again].map((stream) => stream.close()));
  }, 60_000);

  it('are refused in the words of the edition, with a time to come back', async () => {
    const streams = await Promise.all(
      Array.from({ length: 6 }, () => Stream.open('/downloads/events', { as: 'ivy' })),
    );
    const { status, headers, body } = await service.ask('GET', '/downloads/events', { as: 'ivy' });
    expect({ status, body }).toMatchObject({
      status: 429,
      body: { success: false, error: { code: 'RATE_LIMITED' } },
    });
    expect(headers.get('retry-after')).toBe('5');
    await Promise.all(streams.map((stream) => stream.close()));
  }, 60_000);

  it('race for the last place, and six get one', async () => {
    const replica = await service.startReplica();
    const streams = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        Stream.open('/downloads/events', {
          as: 'joe',
          replica: index % 2 === 0 ? service.url : replica.url,
        }),
      ),
    );
    expect(streams.filter(({ status }) => status === 200)).toHaveLength(6);
    await Promise.all(streams.map((stream) => stream.close()));
    await replica.stop();
  }, 60_000);

  it('go on, and stay counted, when the connection that counts them breaks', async () => {
    const streams = await Promise.all(
      Array.from({ length: 6 }, () => Stream.open('/downloads/events', { as: 'kim' })),
    );
    await Promise.all(streams.map((stream) => stream.ready()));
    await service.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'download-sessions (streams)'`,
    );
    const replica = await service.startReplica();
    expect((await service.ask('GET', '/downloads/events', { as: 'kim' })).status).toBe(429);
    await eventually(async () => {
      const other = await Stream.open('/downloads/events', { as: 'lea' });
      await other.close();
      const seventh = await Stream.open('/downloads/events', { as: 'kim', replica: replica.url });
      await seventh.close();
      expect(seventh.status).toBe(429);
    });
    await Promise.all(streams.map((stream) => stream.close()));
    await replica.stop();
  }, 60_000);

  it('end when the service stops, without waiting for its grace time', async () => {
    const replica = await service.startReplica({ SHUTDOWN_GRACE_SECONDS: '60' });
    const stream = await Stream.open('/downloads/events', { replica: replica.url });
    await stream.ready();
    await Promise.all([replica.stop(), stream.ended]);
  }, 30_000);
});

describe('the preview of a clean-up', () => {
  it('says what the clean-up then does', async () => {
    const keep = await service.create({ assetId: 'kept' }, { as: 'gil' });
    const full = await service.create({ assetId: 'full' }, { as: 'gil' });
    await service.create({ assetId: 'fresh' }, { as: 'gil' });
    await service.database.query(
      `UPDATE downloads SET status = 'completed', expires_at = now() - interval '1 day' WHERE id = ANY($1)`,
      [[keep, full]],
    );
    const cleanUp = async (body: object) =>
      (await service.ask('POST', '/api/downloads/cleanup', { as: 'gil', body })).body;
    const preview = await cleanUp({ type: 'expired', dry_run: true });
    expect(preview).toMatchObject({ success: true, deleted_count: 2, freed_storage_bytes: '2000' });
    expect(await cleanUp({ type: 'expired', dry_run: true })).toEqual(preview);
    expect(await cleanUp({ type: 'expired' })).toEqual(preview);
    expect(await cleanUp({ type: 'expired', dry_run: true })).toMatchObject({
      deleted_count: 0,
      freed_storage_bytes: '0',
    });
  });

  it('wants a boolean', async () => {
    const body = { type: 'expired', dry_run: 'yes' };
    expect((await service.ask('POST', '/api/downloads/cleanup', { body })).status).toBe(400);
  });
});
