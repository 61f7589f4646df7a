import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { bytes, publicId, tier, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** A quota account as it is now. */
export const quotaChanged = defineEvent({
  name: 'quota.changed',
  version: 1,
  topic: TOPICS.quotas,
  description: 'A quota account as it is now.',
  data: z.object({
    userId: publicId,
    revision: z.int().positive(),
    tier,
    totalBytes: bytes,
    heldBytes: bytes,
    committedBytes: bytes,
    autoDeleteEnabled: z.boolean(),
    autoDeleteDays: z.int().positive(),
    notificationThreshold: z.int().positive().describe('per cent'),
    changedAt: time,
  }),
  subject: (data) => data.userId,
});
export type QuotaChanged = DataOf<typeof quotaChanged>;
