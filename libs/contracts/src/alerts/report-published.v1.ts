import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** A report is ready. */
export const reportPublished = defineEvent({
  name: 'report.published',
  version: 1,
  topic: TOPICS.alerts,
  description: 'A report is ready.',
  data: z.object({
    reportId: z.string(),
    kind: z.string(),
    periodStart: time,
    periodEnd: time,
    publishedAt: time,
  }),
  subject: (data) => data.reportId,
});
export type ReportPublished = DataOf<typeof reportPublished>;
