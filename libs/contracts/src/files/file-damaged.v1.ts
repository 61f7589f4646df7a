import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { fileId, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** The stored bytes no longer have the digest they were stored with. */
export const fileDamaged = defineEvent({
  name: 'file.damaged',
  version: 1,
  topic: TOPICS.files,
  description: 'The stored bytes no longer have the digest they were stored with.',
  data: z.object({
    fileId,
    expectedSha256: z.string(),
    foundSha256: z.string().nullable().describe('null where the bytes are missing'),
    detectedAt: time,
  }),
  subject: (data) => data.fileId,
});
export type FileDamaged = DataOf<typeof fileDamaged>;
