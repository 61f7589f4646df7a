import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { bytes, fileId, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** A file is stored whole and may be served. */
export const fileStored = defineEvent({
  name: 'file.stored',
  version: 1,
  topic: TOPICS.files,
  description: 'A file is stored whole and may be served.',
  data: z.object({
    fileId,
    fileName: z.string(),
    mediaType: z.string(),
    size: bytes,
    etag: z.string().describe('strong, with its quotes'),
    sha256: z.string().describe('64 hexadecimal digits'),
    storedAt: time,
  }),
  subject: (data) => data.fileId,
});
export type FileStored = DataOf<typeof fileStored>;
