import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Jobs } from '@waybill/platform';
import { eventually } from '@waybill/testing';
import { type S3Server, startS3Server } from '../../../../deploy/test-stack/s3-server.ts';
import { DirectUploads } from '../../src/application/direct-uploads.js';
import { Files } from '../../src/application/files.js';
import { FindOrphans } from '../../src/application/find-orphans.js';
import type { HeldBytes } from '../../src/domain/held-bytes.js';
import { ByteStore } from '../../src/sources/byte-store.js';
import { type RunningElement, startElement } from '../running-element.js';
import { type BucketStorage, openTestBucket } from './test-bucket.js';

const MIB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface Part {
  readonly number: number;
  readonly offset: number;
  readonly size: number;
  readonly url: string;
}
interface Upload {
  readonly uploadId: string;
  readonly state: string;
  readonly refusal: { code: string } | null;
  readonly parts: readonly Part[];
}

describe('uploads by presigned URL', () => {
  let server: S3Server;
  let storage: BucketStorage;
  let element: RunningElement;
  let id: string;

  beforeAll(async () => {
    server = await startS3Server();
    storage = await openTestBucket(server);
    const settings = { DIRECT_UPLOAD_PART_BYTES: String(5 * MIB), DIRECT_UPLOAD_SECONDS: '60' };
    element = await startElement({ storage, settings });
  }, 120_000);
  afterAll(async () => {
    await element.stop();
    await storage.drop();
    await server.stop();
  });
  beforeEach(() => {
    id = randomUUID();
  });

  const ask = async (method: string, path: string, body?: object) => {
    const headers = { ...(await element.as('ops', 'service')), 'content-type': 'application/json' };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${element.url}/api/v1/files/${id}${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };
  const open = async (bytes: Buffer, change: object = {}) => {
    const promise = { filename: 'film.mp4', size: bytes.length, sha256: sha256(bytes), ...change };
    const answer = await ask('POST', '/uploads', promise);
    expect(answer.status).toBe(201);
    return answer.body as unknown as Upload;
  };
  const show = async ({ uploadId }: Upload) =>
    (await ask('GET', `/uploads/${uploadId}`)).body as unknown as Upload;
  const complete = ({ uploadId }: Upload) => ask('POST', `/uploads/${uploadId}/complete`);
  const send = async (bytes: Buffer, { url, offset, size }: Part) =>
    (await fetch(url, { method: 'PUT', body: bytes.subarray(offset, offset + size) })).status;
  const sendAll = async (bytes: Buffer, { parts }: Upload) => {
    for (const part of parts) expect(await send(bytes, part)).toBe(200);
  };
  const served = async () => {
    const facts = (await ask('GET', '')).body as { etag: string };
    const response = await element.download(id, await element.ticket({ id, etag: facts.etag }));
    return Buffer.from(await response.arrayBuffer());
  };

  const expire = (...uploads: Upload[]) =>
    element.database.query(
      `UPDATE direct_uploads SET expires_at = now() - interval '1 second', ended_at = ended_at - interval '2 days'
        WHERE id = ANY($1)`,
      [uploads.map(({ uploadId }) => uploadId)],
    );
  const outlive = async (...uploads: Upload[]) => {
    await expire(...uploads);
    await element.service.app.get(Jobs, { strict: false }).runNow('sweep-uploads');
  };

  it.each([
    [1, 1],
    [5 * MIB, 1],
    [5 * MIB + 1, 2],
    [17 * MIB, 4],
  ])('takes a file of %d bytes in %d parts, and serves it once it is verified', async (size, count) => {
    const bytes = randomBytes(size);
    const upload = await open(bytes);
    expect(upload.parts).toHaveLength(count);
    await sendAll(bytes, upload);
    expect((await ask('GET', '')).status).toBe(404);
    const answer = await complete(upload);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ id, filename: 'film.mp4', mediaType: 'video/mp4', size });
    expect(answer.body.sha256).toBe(sha256(bytes));
    expect((await served()).equals(bytes)).toBe(true);
    expect(await storage.leftovers()).toEqual([]);
    await eventually(() =>
      expect(element.events('waybill.file.stored')).toContainEqual(expect.objectContaining({ fileId: id })),
    );
    expect((await complete(upload)).status).toBe(200);
  });

  it('says which parts are missing, with fresh links for them, and goes on', async () => {
    const bytes = randomBytes(12 * MIB);
    const upload = await open(bytes);
    const [, second] = upload.parts;
    if (second !== undefined) expect(await send(bytes, second)).toBe(200);
    const early = await complete(upload);
    expect([early.status, early.body.code, early.body.details]).toEqual([
      409,
      'UPLOAD_INCOMPLETE',
      { missingParts: [1, 3] },
    ]);
    const rest = await show(upload);
    expect(rest.parts.map(({ number }) => number)).toEqual([1, 3]);
    await sendAll(bytes, rest);
    expect((await complete(upload)).status).toBe(201);
    expect((await served()).equals(bytes)).toBe(true);
  });

  it.each([100, 6 * MIB])('refuses %d other bytes than were promised, and removes them', async (size) => {
    const upload = await open(randomBytes(size));
    await sendAll(randomBytes(size), upload);
    const refused = await complete(upload);
    expect([refused.status, refused.body.code]).toEqual([422, 'DIGEST_MISMATCH']);
    expect(await storage.leftovers()).toEqual([]);
    expect((await storage.keys()).includes(id)).toBe(false);
    expect((await ask('GET', '')).status).toBe(404);
    expect(await show(upload)).toMatchObject({ state: 'refused', refusal: { code: 'DIGEST_MISMATCH' } });
    expect((await complete(upload)).status).toBe(422);
  });

  it('takes neither more nor fewer bytes than were promised', async () => {
    const bytes = randomBytes(1_000);
    const { parts } = await open(bytes);
    const url = parts[0]?.url ?? '';
    for (const size of [999, 1_001]) {
      const { status } = await fetch(url, { method: 'PUT', body: randomBytes(size) });
      expect(status).toBe(403);
    }
    expect(await storage.leftovers()).toEqual([]);
  });

  it('gives nobody a way to the bytes of a file, neither before nor after', async () => {
    const bytes = randomBytes(1_000);
    const upload = await open(bytes);
    await sendAll(bytes, upload);
    expect((await complete(upload)).status).toBe(201);
    await sendAll(randomBytes(1_000), upload);
    expect((await served()).equals(bytes)).toBe(true);
    expect(await storage.leftovers()).toHaveLength(1);
    await outlive(upload);
    expect(await storage.leftovers()).toEqual([]);
    expect((await served()).equals(bytes)).toBe(true);
    const url = new URL(upload.parts[0]?.url ?? '');
    url.pathname = `/${storage.bucket}/${id}`;
    expect((await fetch(url, { method: 'PUT', body: bytes })).status).toBe(403);
  });

  it('refuses an id that is in use', async () => {
    expect((await element.put('stored before', { id })).status).toBe(201);
    const promise = (text: string) => ({
      filename: 'f',
      size: text.length,
      sha256: sha256(Buffer.from(text)),
    });
    expect((await ask('POST', '/uploads', promise('stored before'))).body.code).toBe('FILE_ALREADY_STORED');
    expect((await ask('POST', '/uploads', promise('something else'))).body.code).toBe('FILE_ID_TAKEN');
  });

  it('loses to an upload that was faster, whose bytes stay', async () => {
    const bytes = randomBytes(1_000);
    const upload = await open(bytes);
    await sendAll(bytes, upload);
    expect((await element.put('faster', { id })).status).toBe(201);
    expect((await complete(upload)).body.code).toBe('FILE_ID_TAKEN');
    expect((await served()).toString()).toBe('faster');
    expect(await storage.leftovers()).toEqual([]);
  });

  it('stores once however many complete it at once', async () => {
    const bytes = randomBytes(6 * MIB);
    const upload = await open(bytes);
    await sendAll(bytes, upload);
    const answers = await Promise.all(Array.from({ length: 20 }, () => complete(upload)));
    expect(answers.map(({ status }) => status).filter((status) => ![200, 201].includes(status))).toEqual([]);
    const stored = () => element.events('waybill.file.stored').filter(({ fileId }) => fileId === id);
    await eventually(() => expect(stored()).toHaveLength(1));
  });

  it('can be dropped, and is then gone with all that had arrived', async () => {
    const bytes = randomBytes(6 * MIB);
    const upload = await open(bytes);
    await sendAll(bytes, upload);
    expect(await storage.leftovers()).not.toEqual([]);
    expect((await ask('DELETE', `/uploads/${upload.uploadId}`)).status).toBe(204);
    expect(await storage.leftovers()).toEqual([]);
    expect((await ask('GET', `/uploads/${upload.uploadId}`)).status).toBe(404);
  });

  it('is swept when nobody completed it in time', async () => {
    const [small, large] = [await open(randomBytes(10)), await open(randomBytes(6 * MIB))];
    await sendAll(randomBytes(10), small);
    await outlive(small, large);
    expect(await storage.leftovers()).toEqual([]);
    expect((await ask('GET', `/uploads/${large.uploadId}`)).status).toBe(404);
  });

  it('is found where nobody remembers it, and not while somebody does', async () => {
    const bytes = randomBytes(10);
    const [known, lost] = [await open(bytes), await open(bytes)];
    await sendAll(bytes, known);
    await sendAll(bytes, lost);
    await element.database.query('DELETE FROM direct_uploads WHERE id = $1', [lost.uploadId]);
    const part = <T>(type: abstract new (...args: never[]) => T): T =>
      element.service.app.get(type, { strict: false });
    const tomorrow = { now: () => new Date(Date.now() + 24 * 3600 * 1000) };
    const orphans = new FindOrphans(part(Files), part(DirectUploads), part(ByteStore), tomorrow);
    const found: string[] = [];
    const watch = { found: ({ id }: HeldBytes) => found.push(id), passed: () => undefined };
    await orphans.execute({ minAgeMs: 0, remove: true, force: false }, watch);
    expect(found).toEqual([lost.uploadId]);
    const keys = await storage.keys();
    expect(keys).toContain(`incoming/${known.uploadId}`);
    expect(keys).not.toContain(`incoming/${lost.uploadId}`);
    expect((await complete(known)).status).toBe(201);
  });

  it('cannot be completed once its time is over', async () => {
    const upload = await open(randomBytes(10));
    await expire(upload);
    expect(await complete(upload)).toMatchObject({ status: 410, body: { code: 'UPLOAD_EXPIRED' } });
  });

  it('is verified by another where its verifier died', async () => {
    const bytes = randomBytes(6 * MIB);
    const upload = await open(bytes);
    await sendAll(bytes, upload);
    await element.database.query(
      `UPDATE direct_uploads SET state = 'verifying', lease_until = now() - interval '1 second' WHERE id = $1`,
      [upload.uploadId],
    );
    await element.service.app.get(Jobs, { strict: false }).runNow('resume-uploads');
    expect((await show(upload)).state).toBe('stored');
    expect((await served()).equals(bytes)).toBe(true);
  });

  it.each<[string, object]>([
    ['no size', { size: undefined }],
    ['nothing', { size: 0 }],
    ['half a byte', { size: 1.5 }],
    ['more than S3 keeps', { size: 6 * 1024 ** 4 }],
    ['no digest', { sha256: 'abc' }],
    ['no name', { filename: '' }],
    ['no media type', { mediaType: 'film' }],
  ])('refuses %s', async (_, change) => {
    const promise = { filename: 'f', size: 1, sha256: '0'.repeat(64), ...change };
    const answer = await ask('POST', '/uploads', promise);
    expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('is for administrators and services', async () => {
    const url = `${element.url}/api/v1/files/${id}/uploads`;
    const headers = { 'content-type': 'application/json' };
    const person = { ...headers, ...(await element.as('ann', 'premium')) };
    expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(401);
    expect((await fetch(url, { method: 'POST', headers: person, body: '{}' })).status).toBe(403);
  });
});
