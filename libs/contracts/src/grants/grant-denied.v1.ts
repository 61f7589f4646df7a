import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { origin, publicId, quality, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** A person was refused. */
export const grantDenied = defineEvent({
  name: 'grant.denied',
  version: 1,
  topic: TOPICS.grants,
  description: 'A person was refused.',
  data: z.object({
    userId: publicId,
    assetId: publicId,
    quality: quality.nullable(),
    origin,
    code: z.string(),
    deniedAt: time,
  }),
  subject: (data) => data.userId,
});
export type GrantDenied = DataOf<typeof grantDenied>;
