import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { publicId, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** A person came. */
export const userRegistered = defineEvent({
  name: 'user.registered',
  version: 1,
  topic: TOPICS.users,
  description: 'A person came.',
  data: z.object({
    userId: publicId,
    registeredAt: time,
  }),
  subject: (data) => data.userId,
});
export type UserRegistered = DataOf<typeof userRegistered>;
