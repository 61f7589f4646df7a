import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LocalArchiveStorage } from '../src/archive/local-archive-storage.js';
import { describeArchiveStorage } from './archive-storage.behaviour.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'analytics-archive-'));
});
afterAll(() => rm(root, { recursive: true }));

describe('the archive in a folder', () => {
  describeArchiveStorage(() => new LocalArchiveStorage(root));

  it('does not write outside of its folder', async () => {
    const archive = new LocalArchiveStorage(root);
    await expect(archive.write('../outside', Readable.from('x'))).rejects.toThrow(RangeError);
  });
});
