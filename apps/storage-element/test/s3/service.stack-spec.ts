import { afterAll } from '@jest/globals';
import { startS3Server } from '../../../../deploy/test-stack/s3-server.ts';
import { useStorage } from '../test-storage.js';
import { openTestBucket } from './test-bucket.js';

/** All that is promised of files, downloads and orphans on a disk, promised of a bucket on an independent S3 server. */
const server = await startS3Server();
useStorage(() => openTestBucket(server));

await import('../files.int-spec.js');
await import('../downloads.int-spec.js');
await import('../orphans.int-spec.js');

afterAll(() => server.stop());
