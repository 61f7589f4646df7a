import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** A consumer gave up on a message; here it is, with the reason. */
export const deadLetterParked = defineEvent({
  name: 'dead-letter.parked',
  version: 1,
  topic: TOPICS.deadLetters,
  description: 'A consumer gave up on a message; here it is, with the reason.',
  data: z.object({
    group: z.string(),
    topic: z.string(),
    partition: z.int().nonnegative(),
    offset: z.string(),
    key: z.string().nullable(),
    eventId: z.string().nullable(),
    attempts: z.int().nonnegative(),
    reason: z.string(),
    stack: z.string().nullable(),
    value: z.string().nullable().describe('the message as it came'),
    parkedAt: time,
  }),
  subject: (data) => data.group + '/' + data.topic,
});
export type DeadLetterParked = DataOf<typeof deadLetterParked>;
