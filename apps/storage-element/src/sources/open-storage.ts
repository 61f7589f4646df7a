import type { StorageConfig } from '../config.js';
import { BufferPool } from '../transfer/buffer-pool.js';
import { LocalDisk } from './local-disk.js';
import { NoUploadArea } from './no-upload-area.js';
import type { Storage } from './storage.js';

/** Reads of the pooled way: large, for each is a trip to the thread pool. */
const READ_BYTES = 256 * 1024;
const IDLE_READS = 64;

/** What the environment asks for. */
export async function openStorage(config: StorageConfig): Promise<Storage> {
  if (config.STORAGE === 'disk') return onDisk(config);
  // The client of S3 is large: on a disk nobody loads it.
  const { openS3Storage } = await import('./s3/open-s3-storage.js');
  return openS3Storage(config);
}

function onDisk({ STORAGE_ROOT = '' }: StorageConfig): Storage {
  return {
    store: new LocalDisk(STORAGE_ROOT, new BufferPool(READ_BYTES, IDLE_READS)),
    area: new NoUploadArea(),
  };
}
