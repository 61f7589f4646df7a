import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { grantIssued } from '@waybill/contracts';
import { eventually } from '@waybill/testing';
import { type S3Server, startS3Server } from '../../../deploy/test-stack/s3-server.ts';
import { type Person, RunningEntitlements } from './running-entitlements.js';
import { buyer, decide, published, storedFile } from './scenery.js';

/** The whole answer is read: of one that is not, Node's fetch fails an assertion when the server ends. */
async function statusOf(url: URL, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(url, init);
  await answer.arrayBuffer();
  return answer.status;
}

describe('links to a bucket, before an independent S3 server', () => {
  const bytes = randomBytes(100_000);
  let server: S3Server;
  let running: RunningEntitlements;
  let person: Person & { sub: string };
  let assetId: string;
  let fileId: string;

  beforeAll(async () => {
    server = await startS3Server();
    const { endpoint, bucket, region, accessKeyId, secretAccessKey } = server;
    running = await RunningEntitlements.start({
      DELIVERY: 'direct',
      S3_PUBLIC_ENDPOINT: endpoint,
      S3_BUCKET: bucket,
      S3_REGION: region,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
      S3_KEY_PREFIX: 'files/',
    });
    ({ assetId, fileId } = await published(running));
    person = await buyer(running, assetId);
    const credentials = { accessKeyId, secretAccessKey };
    const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    for (const id of [fileId, storedFile(running)])
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: `files/${id}`, Body: bytes }));
    client.destroy();
  }, 120_000);
  afterAll(async () => {
    await running.stop();
    await server.stop();
  });

  const generate = async (expiresIn = 300): Promise<URL> => {
    const answer = await running.ask('POST', `/downloads/generate/${assetId}`, person, { expiresIn });
    expect(answer.status).toBe(201);
    return new URL(answer.body.url as string);
  };

  it('open the file, whole and by ranges, under its name and type', async () => {
    const url = await generate();
    expect(url.origin + url.pathname).toBe(`${server.endpoint}/${server.bucket}/files/${fileId}`);
    const whole = await fetch(url);
    expect(whole.status).toBe(200);
    expect(whole.headers.get('content-disposition')).toBe('attachment; filename="castle.zip"');
    expect(whole.headers.get('content-type')).toBe('application/zip');
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    const part = await fetch(url, { headers: { range: 'bytes=99990-' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 99990-99999/100000']);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(99_990))).toBe(true);
  });

  it.each<[string, (url: URL) => void]>([
    [
      'another file',
      (url) => (url.pathname = url.pathname.replace(fileId, [...running.files.keys()].at(-1) ?? '')),
    ],
    ['a longer life', (url) => url.searchParams.set('X-Amz-Expires', '3600')],
    ['a later time', (url) => url.searchParams.set('X-Amz-Date', '20300101T000000Z')],
    ['another name', (url) => url.searchParams.set('response-content-disposition', 'inline')],
    [
      'another key',
      (url) => url.searchParams.set('X-Amz-Credential', 'other/20260101/us-east-1/s3/aws4_request'),
    ],
    ['another signature', (url) => url.searchParams.set('X-Amz-Signature', '0'.repeat(64))],
  ])('open nothing with %s', async (_, tamper) => {
    const url = await generate();
    tamper(url);
    const answer = await fetch(url);
    expect([400, 403]).toContain(answer.status);
    expect((await answer.text()).startsWith('<?xml')).toBe(true);
  });

  it('write and delete nothing', async () => {
    const url = await generate();
    expect(await statusOf(url, { method: 'PUT', body: 'x' })).toBe(403);
    expect(await statusOf(url, { method: 'DELETE' })).toBe(403);
    expect(await statusOf(url)).toBe(200);
  });

  it('end with the life of the grant', async () => {
    running.clock.advance(-400_000);
    const url = await generate(301);
    running.clock.advance(400_000);
    expect(await statusOf(url)).toBe(403);
  });

  it('are for what the store edition generates: a download keeps its ticket, for its bytes are observed', async () => {
    await generate();
    const decision = await decide(running, { userId: person.sub, assetId });
    expect((decision.body.link as { url: string }).url).toContain(`/api/v1/files/${fileId}/download?token=`);
    await eventually(() => {
      const issued = running.published(grantIssued).filter(({ userId }) => userId === person.sub);
      expect(new Set(issued.map(({ origin, carrier }) => `${origin} ${carrier}`))).toEqual(
        new Set(['store presigned-url', 'tasks ticket']),
      );
    });
  });
});
