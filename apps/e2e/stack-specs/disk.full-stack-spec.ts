import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { admin } from '../contract/world.js';

it('a file for a disk cannot go in by presigned URL, and we say how it can', async () => {
  const file = { filename: 'film.mp4', size: 10, sha256: '0'.repeat(64) };
  expect(await admin.post(`/api/v1/files/${randomUUID()}/uploads`, file)).toMatchObject({
    status: 409,
    body: { code: 'DIRECT_UPLOAD_UNSUPPORTED' },
  });
});
