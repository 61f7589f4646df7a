import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3Server } from '../../../../deploy/test-stack/s3-server.ts';
import type { Bucket } from '../../src/sources/s3/bucket.js';
import { openBucket } from '../../src/sources/s3/open-bucket.js';
import type { TestStorage } from '../test-storage.js';

export interface BucketStorage extends TestStorage {
  readonly client: S3Client;
  readonly bucket: string;
  /** Every key that there is. */
  keys(): Promise<readonly string[]>;
}

/** A bucket of its own on a server. */
export async function openTestBucket(server: S3Server): Promise<BucketStorage> {
  const { endpoint, region, accessKeyId, secretAccessKey } = server;
  const bucket = `test-${randomUUID()}`;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const at = (Key: string) => ({ Bucket: bucket, Key });
  const keys = async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    return Contents.map(({ Key = '' }) => Key);
  };
  const leftovers = async () => {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    return [...Uploads.map(({ Key = '' }) => Key), ...(await keys()).filter((key) => key.includes('/'))];
  };
  return {
    client,
    bucket,
    keys,
    leftovers,
    settings: {
      STORAGE: 's3',
      S3_ENDPOINT: endpoint,
      S3_REGION: region,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
      S3_PART_BYTES: String(5 * 1024 * 1024),
    },
    read: async (key) => buffer((await client.send(new GetObjectCommand(at(key)))).Body as Readable),
    overwrite: async (key, Body) => {
      await client.send(new PutObjectCommand({ ...at(key), Body }));
    },
    lose: async (key) => {
      await client.send(new DeleteObjectCommand(at(key)));
    },
    drop: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}

/** The bucket as an element sees it, with the element's own patience: a disk that is busy may stall a server for seconds. */
export function bucketAt(server: S3Server, bucket: string): Bucket {
  return openBucket({ ...server, bucket, keyPrefix: '', timeoutMs: 10_000 });
}
