import { type DataOf, defineEvent } from '../contract.js';
import { bytes } from '../fields.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** It runs, or may run, again after a pause. */
export const downloadResumed = defineEvent({
  name: 'download.resumed',
  version: 1,
  topic: TOPICS.downloads,
  description: 'It runs, or may run, again after a pause.',
  data: downloadFacts.extend({
    resumeFrom: bytes.nullable(),
  }),
  subject: (data) => data.downloadId,
});
export type DownloadResumed = DataOf<typeof downloadResumed>;
