import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { formatBytes } from '@waybill/kernel';
import { at } from '../person.ts';
import { check, checkStatus } from '../checks.ts';
import type { Step } from '../story.ts';

/** The file goes into the store, and an asset that has to be bought shows it. */
export const publish: Step = {
  title: 'Publishing',
  run: async ({ admin, file, fileId, assetId }) => {
    const target = `/api/v1/files/${fileId}?filename=${encodeURIComponent(file.name)}`;
    const body = Readable.toWeb(createReadStream(file.path)) as ReadableStream;
    const stored = await admin.upload(target, 'application/octet-stream', body);
    checkStatus(`${file.name}, ${formatBytes(file.size)}, is stored`, stored, 201);
    check('under the SHA-256 that it has here', at(stored, 'sha256') === file.sha256, stored);
    const asset = {
      title: file.name,
      type: 'software',
      access: 'purchase',
      price: { amount: 9.99, currency: 'EUR' },
      renditions: [{ quality: 'original', fileId }],
    };
    checkStatus('it can be bought', await admin.put(`/api/v1/assets/${assetId}`, asset), 201);
  },
};
