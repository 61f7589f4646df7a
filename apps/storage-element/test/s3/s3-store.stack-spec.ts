import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, expect, it } from '@jest/globals';
import { startS3Server } from '../../../../deploy/test-stack/s3-server.ts';
import { Bucket } from '../../src/sources/s3/bucket.js';
import { objectsOf } from '../../src/sources/s3/objects.js';
import { S3Store } from '../../src/sources/s3/s3-store.js';
import { describeByteStore } from '../describe-byte-store.js';
import { bucketAt, openTestBucket } from './test-bucket.js';

const server = await startS3Server();
afterAll(() => server.stop());

describeByteStore('a bucket', async () => {
  const storage = await openTestBucket(server);
  return { storage, open: (pool) => new S3Store(bucketAt(server, storage.bucket), pool, 0) };
});

it('a bucket lists more of ours than fit on a page, and nothing of others', async () => {
  const { client, bucket } = await openTestBucket(server);
  const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }));
  const [files, upload] = [Array.from({ length: 1_050 }, () => randomUUID()), randomUUID()];
  for (let at = 0; at < files.length; at += 50)
    await Promise.all(files.slice(at, at + 50).map((id) => put(`ours/${id}`)));
  const others = [randomUUID(), 'ours/readme.txt', `ours/deeper/${randomUUID()}`, `theirs/${randomUUID()}`];
  await Promise.all([put(`ours/incoming/${upload}`), ...others.map(put)]);

  const { client: inside, options } = bucketAt(server, bucket);
  const ours = new Bucket(inside, { ...options, keyPrefix: 'ours/' });
  const seen = { file: [] as string[], upload: [] as string[] };
  for await (const { kind, id } of objectsOf(ours)) seen[kind].push(id);
  expect(seen.file.toSorted()).toEqual(files.toSorted());
  expect(seen.upload).toEqual([upload]);
  client.destroy();
});
