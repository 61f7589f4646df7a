import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { bytes, publicId, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** More of the room is used than the person wanted to be told of. */
export const quotaThresholdCrossed = defineEvent({
  name: 'quota.threshold-crossed',
  version: 1,
  topic: TOPICS.quotas,
  description: 'More of the room is used than the person wanted to be told of.',
  data: z.object({
    userId: publicId,
    usedBytes: bytes,
    totalBytes: bytes,
    usedPercent: z.number().nonnegative(),
    threshold: z.int().positive().describe('per cent'),
    crossedAt: time,
  }),
  subject: (data) => data.userId,
});
export type QuotaThresholdCrossed = DataOf<typeof quotaThresholdCrossed>;
