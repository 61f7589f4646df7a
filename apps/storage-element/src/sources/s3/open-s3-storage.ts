import type { StorageConfig } from '../../config.js';
import { BufferPool } from '../../transfer/buffer-pool.js';
import type { Storage } from '../storage.js';
import { openBucket, openClient, type S3Settings } from './open-bucket.js';
import { S3Store } from './s3-store.js';
import { S3UploadArea } from './s3-upload-area.js';

const IDLE_PARTS = 4;

export function openS3Storage(config: StorageConfig): Storage {
  const settings = settingsOf(config);
  const bucket = openBucket(settings);
  const outside = openClient({ ...settings, endpoint: config.S3_PUBLIC_ENDPOINT ?? config.S3_ENDPOINT });
  const parts = new BufferPool(config.S3_PART_BYTES, IDLE_PARTS);
  return {
    store: new S3Store(bucket, parts, config.S3_LEFTOVER_SECONDS * 1000),
    area: new S3UploadArea(bucket, outside),
  };
}

/** Where files live in a bucket the environment's schema made sure that these are set. */
function settingsOf(config: StorageConfig): S3Settings {
  const { S3_BUCKET = '', S3_ACCESS_KEY_ID = '', S3_SECRET_ACCESS_KEY = '' } = config;
  return {
    endpoint: config.S3_ENDPOINT,
    region: config.S3_REGION,
    bucket: S3_BUCKET,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
    keyPrefix: config.S3_KEY_PREFIX,
    timeoutMs: config.S3_TIMEOUT_MS,
  };
}
