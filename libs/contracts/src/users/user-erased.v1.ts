import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { publicId, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** Every service forgets this person; the figures stay. */
export const userErased = defineEvent({
  name: 'user.erased',
  version: 1,
  topic: TOPICS.users,
  description: 'Every service forgets this person; the figures stay.',
  data: z.object({
    userId: publicId,
    erasedAt: time,
  }),
  subject: (data) => data.userId,
});
export type UserErased = DataOf<typeof userErased>;
