import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { downloadId, fileId, origin, publicId, quality, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** A link was handed out. */
export const grantIssued = defineEvent({
  name: 'grant.issued',
  version: 1,
  topic: TOPICS.grants,
  description: 'A link was handed out.',
  data: z.object({
    grantId: z.string(),
    userId: publicId,
    assetId: publicId,
    downloadId,
    generation: z.int().positive(),
    fileId,
    quality: quality.nullable(),
    origin,
    carrier: z.enum(['ticket', 'presigned-url']),
    issuedAt: time,
    expiresAt: time,
  }),
  subject: (data) => data.userId,
});
export type GrantIssued = DataOf<typeof grantIssued>;
