import { type DataOf, defineEvent } from '../contract.js';
import { bytes, time } from '../fields.js';
import { TOPICS } from '../topics.js';
import { downloadFacts } from './download-facts.js';

/** The person removed it; its storage is free. */
export const downloadDeleted = defineEvent({
  name: 'download.deleted',
  version: 1,
  topic: TOPICS.downloads,
  description: 'The person removed it; its storage is free.',
  data: downloadFacts.extend({
    deletedAt: time,
    freedBytes: bytes,
  }),
  subject: (data) => data.downloadId,
});
export type DownloadDeleted = DataOf<typeof downloadDeleted>;
