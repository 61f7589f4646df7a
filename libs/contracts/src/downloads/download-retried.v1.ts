import { type DataOf, defineEvent } from '../contract.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** A failed download was set to pending again. */
export const downloadRetried = defineEvent({
  name: 'download.retried',
  version: 1,
  topic: TOPICS.downloads,
  description: 'A failed download was set to pending again.',
  data: downloadFacts,
  subject: (data) => data.downloadId,
});
export type DownloadRetried = DataOf<typeof downloadRetried>;
