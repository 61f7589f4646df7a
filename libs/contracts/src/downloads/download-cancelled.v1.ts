import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** The person gave it up. */
export const downloadCancelled = defineEvent({
  name: 'download.cancelled',
  version: 1,
  topic: TOPICS.downloads,
  description: 'The person gave it up.',
  data: downloadFacts.extend({
    reason: z.enum(['requested', 'deleted', 'erased']),
  }),
  subject: (data) => data.downloadId,
});
export type DownloadCancelled = DataOf<typeof downloadCancelled>;
