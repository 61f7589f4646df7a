import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { publicId, tier, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** The tier that a person pays for. */
export const subscriptionChanged = defineEvent({
  name: 'subscription.changed',
  version: 1,
  topic: TOPICS.subscriptions,
  description: 'The tier that a person pays for.',
  data: z.object({
    userId: publicId,
    tier,
    validUntil: time.nullable().describe('null is without end'),
    changedAt: time,
  }),
  subject: (data) => data.userId,
});
export type SubscriptionChanged = DataOf<typeof subscriptionChanged>;
