import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { fileId, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** A file is gone. */
export const fileRemoved = defineEvent({
  name: 'file.removed',
  version: 1,
  topic: TOPICS.files,
  description: 'A file is gone.',
  data: z.object({
    fileId,
    removedAt: time,
  }),
  subject: (data) => data.fileId,
});
export type FileRemoved = DataOf<typeof fileRemoved>;
