import { LocalDisk } from '../src/sources/local-disk.js';
import { describeByteStore } from './describe-byte-store.js';
import { openFolder } from './test-storage.js';

describeByteStore('a local disk', async () => {
  const storage = await openFolder();
  return { storage, open: (pool) => new LocalDisk(storage.root, pool) };
});
