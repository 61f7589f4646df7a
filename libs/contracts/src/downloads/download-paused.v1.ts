import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** It was paused; its links are refused. */
export const downloadPaused = defineEvent({
  name: 'download.paused',
  version: 1,
  topic: TOPICS.downloads,
  description: 'It was paused; its links are refused.',
  data: downloadFacts.extend({
    reason: z.enum(['requested', 'stalled']),
  }),
  subject: (data) => data.downloadId,
});
export type DownloadPaused = DataOf<typeof downloadPaused>;
