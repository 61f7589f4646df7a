import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** It ended without the whole file. */
export const downloadFailed = defineEvent({
  name: 'download.failed',
  version: 1,
  topic: TOPICS.downloads,
  description: 'It ended without the whole file.',
  data: downloadFacts.extend({
    reason: z.string(),
    message: z.string().nullable(),
  }),
  subject: (data) => data.downloadId,
});
export type DownloadFailed = DataOf<typeof downloadFailed>;
