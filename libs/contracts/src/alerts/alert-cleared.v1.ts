import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** A rule is no longer true. */
export const alertCleared = defineEvent({
  name: 'alert.cleared',
  version: 1,
  topic: TOPICS.alerts,
  description: 'A rule is no longer true.',
  data: z.object({
    alertId: z.string(),
    rule: z.string(),
    summary: z.string(),
    value: z.number(),
    limit: z.number(),
    raisedAt: time,
    clearedAt: time,
  }),
  subject: (data) => data.rule,
});
export type AlertCleared = DataOf<typeof alertCleared>;
