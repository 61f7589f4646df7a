import { type DataOf, defineEvent } from '../contract.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** Every byte of the file is covered. */
export const downloadCompleted = defineEvent({
  name: 'download.completed',
  version: 1,
  topic: TOPICS.downloads,
  description: 'Every byte of the file is covered.',
  data: downloadFacts,
  subject: (data) => data.downloadId,
});
export type DownloadCompleted = DataOf<typeof downloadCompleted>;
