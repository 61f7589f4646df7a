import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** The kept copy ran out. */
export const downloadExpired = defineEvent({
  name: 'download.expired',
  version: 1,
  topic: TOPICS.downloads,
  description: 'The kept copy ran out.',
  data: downloadFacts.extend({
    reason: z.enum(['kept-until', 'auto-delete']),
  }),
  subject: (data) => data.downloadId,
});
export type DownloadExpired = DataOf<typeof downloadExpired>;
