import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { downloadId, publicId, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** What was handed out before is no longer good. */
export const grantRevoked = defineEvent({
  name: 'grant.revoked',
  version: 1,
  topic: TOPICS.grants,
  description: 'What was handed out before is no longer good.',
  data: z.object({
    userId: publicId,
    assetId: publicId,
    downloadIds: z.array(downloadId).describe('the downloads whose links are revoked'),
    reason: z.string(),
    revokedAt: time,
  }),
  subject: (data) => data.userId,
});
export type GrantRevoked = DataOf<typeof grantRevoked>;
