import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** A rule became true. */
export const alertRaised = defineEvent({
  name: 'alert.raised',
  version: 1,
  topic: TOPICS.alerts,
  description: 'A rule became true.',
  data: z.object({
    alertId: z.string(),
    rule: z.string(),
    summary: z.string(),
    value: z.number(),
    limit: z.number(),
    raisedAt: time,
  }),
  subject: (data) => data.rule,
});
export type AlertRaised = DataOf<typeof alertRaised>;
