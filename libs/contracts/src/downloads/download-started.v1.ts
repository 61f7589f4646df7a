import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** It is running. */
export const downloadStarted = defineEvent({
  name: 'download.started',
  version: 1,
  topic: TOPICS.downloads,
  description: 'It is running.',
  data: downloadFacts.extend({
    reason: z.enum(['requested', 'promoted', 'first-byte']),
  }),
  subject: (data) => data.downloadId,
});
export type DownloadStarted = DataOf<typeof downloadStarted>;
