import { randomBytes, randomUUID } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { eventually } from '@waybill/testing';
import { type S3Server, startS3Server } from '../../../../deploy/test-stack/s3-server.ts';
import { ScrubFiles } from '../../src/application/scrub-files.js';
import { type RunningElement, startElement, type StoredFileBody } from '../running-element.js';
import { type Lie, LyingServer } from './lying-server.js';
import { type BucketStorage, openTestBucket } from './test-bucket.js';

const MIB = 1024 * 1024;

describe('an element whose bucket does not do what it should', () => {
  const bytes = randomBytes(4 * MIB);
  let server: S3Server;
  let between: LyingServer;
  let storage: BucketStorage;
  let element: RunningElement;
  let file: StoredFileBody;

  beforeAll(async () => {
    server = await startS3Server();
    between = await LyingServer.before(server.endpoint);
    storage = await openTestBucket(server);
    const settings = { S3_ENDPOINT: between.endpoint, S3_TIMEOUT_MS: '1000' };
    element = await startElement({ storage, settings });
    file = await element.store(bytes);
  }, 120_000);
  afterAll(async () => {
    await element.stop();
    await storage.drop();
    between.stop();
    await server.stop();
  });

  /** What arrives until the connection ends, however it ends. */
  async function fetchWhileItLies(lie: Lie, range?: string): Promise<{ whole: boolean; received: Buffer }> {
    between.lie = lie;
    const token = await element.ticket(file);
    try {
      return await receive(`${element.url}/api/v1/files/${file.id}/download?token=${token}`, range);
    } finally {
      between.lie = null;
    }
  }

  it.each<[string, Lie]>([
    ['resets the connection', { after: 1_500_000, then: 'reset' }],
    ['ends early', { after: 1_500_000, then: 'end' }],
    ['falls silent', { after: 1_500_000, then: 'silence' }],
    [
      'sends fewer bytes and a length to match',
      { headers: (all) => ({ ...all, 'content-length': '1000000' }), after: 1_000_000, then: 'end' },
    ],
    ['sends another range', { headers: (all) => ({ ...all, 'content-range': 'bytes 1-4194303/4194304' }) }],
    ['sends no range', { headers: ({ 'content-range': _, ...others }) => others }],
    ['sends another version', { headers: (all) => ({ ...all, etag: '"0123456789abcdef0123456789abcdef"' }) }],
    ['sends more than was asked for', surplus()],
  ])('ends the connection where it %s, and never sends a wrong byte', async (_, lie) => {
    for (const range of [undefined, 'bytes=0-4194302', 'bytes=5-10,100-3000000']) {
      const { whole, received } = await fetchWhileItLies(lie, range);
      expect(whole).toBe(false);
      if (range === undefined) expect(received.equals(bytes.subarray(0, received.length))).toBe(true);
    }
    const { whole, received } = await fetchWhileItLies({});
    expect([whole, received.equals(bytes)]).toEqual([true, true]);
  });

  it('answers 503 while the server hangs, is not ready, and is itself again afterwards', async () => {
    const ready = async () => (await fetch(`${element.url}/health/ready`)).status;
    expect(await ready()).toBe(200);
    server.freeze(true);
    try {
      const token = await element.ticket(file);
      const [download, upload] = await Promise.all([
        element.download(file.id, token),
        element.put('some bytes'),
      ]);
      expect([download.status, await download.json()]).toEqual([
        503,
        { detail: 'The storage does not answer', code: 'NETWORK_ERROR' },
      ]);
      expect(upload.status).toBe(503);
      expect(await ready()).toBe(503);
    } finally {
      server.freeze(false);
    }
    await eventually(async () => expect(await ready()).toBe(200));
    expect((await element.put('some bytes')).status).toBe(201);
  });

  it('takes nothing for damaged that it could not read, and finds what is', async () => {
    const scrub = element.service.app.get(ScrubFiles, { strict: false });
    const everything = { ageMs: 0, bytesPerSecond: Number.MAX_SAFE_INTEGER, roundMs: Infinity };
    between.lie = { after: 1_000, then: 'reset' };
    await expect(scrub.execute(everything)).rejects.toThrow('Reading from the bucket failed');
    between.lie = null;
    expect(element.events('waybill.file.damaged')).toEqual([]);
    const damaged = await element.store('sound bytes');
    const lost = await element.store('lost bytes');
    await storage.overwrite(damaged.id, 'other bytes');
    await storage.lose(lost.id);
    expect((await scrub.execute(everything)).damaged).toBe(2);
    await eventually(() =>
      expect(
        element
          .events('waybill.file.damaged')
          .map(({ fileId }) => fileId)
          .toSorted(),
      ).toEqual([damaged.id, lost.id].toSorted()),
    );
  });

  it('mends what it took out of service, under the same id', async () => {
    const broken = await element.store('mend me');
    await storage.overwrite(broken.id, 'broken!');
    const scrub = element.service.app.get(ScrubFiles, { strict: false });
    await scrub.execute({ ageMs: 0, bytesPerSecond: Number.MAX_SAFE_INTEGER, roundMs: Infinity });
    const fetchIt = async () => element.download(broken.id, await element.ticket(broken));
    expect((await fetchIt()).status).toBe(404);
    expect((await element.put('mend me', { id: broken.id })).status).toBe(201);
    expect(await (await fetchIt()).text()).toBe('mend me');
  });

  it('keeps the bytes of the upload that won, whatever the others sent, removals between them', async () => {
    const id = randomUUID();
    const headers = await element.as('ops', 'admin');
    const remove = async () =>
      (await fetch(`${element.url}/api/v1/files/${id}`, { method: 'DELETE', headers })).status;
    const rounds = Array.from({ length: 10 }, () => [
      element.put('the same bytes', { id }).then(({ status }) => status),
      element.put('other bytes', { id: randomUUID() }).then(({ status }) => status),
      remove(),
    ]);
    const statuses = await Promise.all(rounds.flat());
    expect(statuses.filter((status) => ![200, 201, 204, 404].includes(status))).toEqual([]);
    const known = await fetch(`${element.url}/api/v1/files/${id}`, { headers });
    const isThere = (await storage.keys()).includes(id);
    expect([known.status, isThere]).toEqual(isThere ? [200, true] : [404, false]);
  });

  it('sweeps what uploads that died have left, and nothing of others', async () => {
    const [ours, theirs] = [randomUUID(), 'backups/db.tar'];
    for (const Key of [ours, theirs])
      await storage.client.send(new CreateMultipartUploadCommand({ Bucket: storage.bucket, Key }));
    await eventually(async () => {
      const again = await startElement({ storage, settings: { S3_LEFTOVER_SECONDS: '1' } });
      await again.stop();
      const { Uploads = [] } = await storage.client.send(
        new ListMultipartUploadsCommand({ Bucket: storage.bucket }),
      );
      expect(Uploads.map(({ Key }) => Key)).toEqual([theirs]);
    });
  });
});

function surplus(): Lie {
  const headers: Lie['headers'] = ({ 'content-length': _, ...others }) => others;
  return { headers, after: 4 * MIB, then: 'surplus' };
}

function receive(url: string, range?: string): Promise<{ whole: boolean; received: Buffer }> {
  const chunks: Buffer[] = [];
  const headers = range === undefined ? {} : { range };
  return new Promise((resolve) => {
    const end = (whole: boolean) => resolve({ whole, received: Buffer.concat(chunks) });
    const take = (response: IncomingMessage) => {
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('close', () => end(response.complete)).on('error', () => undefined);
    };
    request(url, { headers, agent: false }, take)
      .on('error', () => end(false))
      .end();
  });
}
