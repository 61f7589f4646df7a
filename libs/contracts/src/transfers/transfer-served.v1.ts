import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { bytes, byteRange, client, downloadId, fileId, origin, publicId, quality, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** What one HTTP response body really delivered since its last report. */
export const transferServed = defineEvent({
  name: 'transfer.served',
  version: 1,
  topic: TOPICS.transfers,
  description: 'What one HTTP response body really delivered since its last report.',
  data: z.object({
    transferId: z.string(),
    sequence: z.int().nonnegative().describe('counts the reports of one transfer'),
    outcome: z
      .enum(['running', 'complete', 'aborted', 'cut', 'lost'])
      .describe(
        'running: more reports follow; aborted: the client left; cut: stopped by us; lost: the server died',
      ),
    downloadId: downloadId.nullable(),
    generation: z.int().positive().nullable(),
    grantId: z.string().nullable(),
    userId: publicId.nullable(),
    assetId: publicId.nullable(),
    quality: quality.nullable(),
    origin: origin.nullable(),
    fileId,
    fileName: z.string(),
    size: bytes.describe('of the whole file'),
    etag: z.string(),
    ranges: z.array(byteRange).describe('delivered since the last report'),
    unknown: z.array(byteRange).describe('what a lost transfer may have delivered'),
    bytes: bytes.describe('delivered since the last report; of all bodies, where the report sums up several'),
    bodies: z
      .int()
      .positive()
      .optional()
      .describe('how many short bodies of one grant and client this report sums up; one where it is absent'),
    durationMs: z.int().nonnegative().describe('since the last report'),
    startedAt: time,
    lastStartedAt: time
      .optional()
      .describe('when the last of the bodies began that this report sums up; `startedAt` where it is absent'),
    reportedAt: time,
    client,
  }),
  subject: (data) => data.downloadId ?? data.fileId,
});
export type TransferServed = DataOf<typeof transferServed>;
