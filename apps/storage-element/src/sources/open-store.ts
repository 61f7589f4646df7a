import type { UploadArea } from '../application/upload-area.js';
import type { StorageElementConfig } from '../config.js';
import { BufferPool } from '../transfer/buffer-pool.js';
import type { ByteStore } from './byte-store.js';
import { LocalDisk } from './local-disk.js';
import { NoUploadArea } from './no-upload-area.js';
import type { Bucket } from './s3/bucket.js';
import { openBucket, openClient, type S3Settings } from './s3/open-bucket.js';
import { S3Store } from './s3/s3-store.js';
import { S3UploadArea } from './s3/s3-upload-area.js';

/** Reads of the pooled way: large, for each is a trip to the thread pool. */
const READ_BYTES = 256 * 1024;
const IDLE_READS = 64;
const IDLE_PARTS = 4;

/** The storage that the environment asks for. */
export function openStore(config: StorageElementConfig): ByteStore {
  const { STORAGE_ROOT = '', S3_PART_BYTES, S3_LEFTOVER_SECONDS } = config;
  if (config.STORAGE === 'disk') return new LocalDisk(STORAGE_ROOT, new BufferPool(READ_BYTES, IDLE_READS));
  const parts = new BufferPool(S3_PART_BYTES, IDLE_PARTS);
  return new S3Store(bucketOf(config), parts, S3_LEFTOVER_SECONDS * 1000);
}

/** The way past the element, where the storage has one. */
export function openUploadArea(config: StorageElementConfig): UploadArea {
  if (config.STORAGE === 'disk') return new NoUploadArea();
  const { S3_PUBLIC_ENDPOINT: endpoint = config.S3_ENDPOINT } = config;
  return new S3UploadArea(bucketOf(config), openClient({ ...s3SettingsOf(config), endpoint }));
}

/** Where files live in a bucket the environment's schema made sure that these are set. */
function s3SettingsOf(config: StorageElementConfig): S3Settings {
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

const bucketOf = (config: StorageElementConfig): Bucket => openBucket(s3SettingsOf(config));
