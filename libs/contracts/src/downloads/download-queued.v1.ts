import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** It was asked to start and waits for a place. */
export const downloadQueued = defineEvent({
  name: 'download.queued',
  version: 1,
  topic: TOPICS.downloads,
  description: 'It was asked to start and waits for a place.',
  data: downloadFacts.extend({
    priority: z.int(),
  }),
  subject: (data) => data.downloadId,
});
export type DownloadQueued = DataOf<typeof downloadQueued>;
