import { afterAll } from '@jest/globals';
import { startS3Server } from '../../../../deploy/test-stack/s3-server.ts';
import { S3Store } from '../../src/sources/s3/s3-store.js';
import { describeByteStore } from '../describe-byte-store.js';
import { bucketAt, openTestBucket } from './test-bucket.js';

const server = await startS3Server();
afterAll(() => server.stop());

describeByteStore('a bucket', async () => {
  const storage = await openTestBucket(server);
  return { storage, open: (pool) => new S3Store(bucketAt(server, storage.bucket), pool, 0) };
});
