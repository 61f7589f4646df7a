import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** A download was made: it waits for its first byte. */
export const downloadCreated = defineEvent({
  name: 'download.created',
  version: 1,
  topic: TOPICS.downloads,
  description: 'A download was made: it waits for its first byte.',
  data: downloadFacts.extend({
    batchId: z.string().nullable(),
  }),
  subject: (data) => data.downloadId,
});
export type DownloadCreated = DataOf<typeof downloadCreated>;
