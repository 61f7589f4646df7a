import { z } from 'zod';
import { bytes, client, downloadId, origin, publicId, quality, time } from '../fields.js';

export const downloadStatus = z.enum([
  'pending',
  'downloading',
  'paused',
  'completed',
  'failed',
  'cancelled',
]);

/** How the progress is known: seen by the storage element, partly claimed by the client, or reported by it alone. */
export const accuracy = z.enum(['observed', 'claimed', 'reported']);

/**
 * What every event of a download says of it: its state after the change, so that a consumer needs no other event to
 * understand this one.
 */
export const downloadFacts = z.object({
  downloadId,
  revision: z.int().positive().describe('counts the changes of this download: a smaller one is older news'),
  generation: z
    .int()
    .positive()
    .describe('counts the times it was set going; a stop concerns tickets of this generation and below'),
  aliases: z.array(downloadId).describe('other download ids that links of this download were issued under'),
  userId: publicId,
  assetId: publicId.nullable(),
  assetTitle: z.string(),
  resourceType: z.string().describe('the type of the asset'),
  category: z.string().nullable(),
  fileId: z.string().min(1).max(255).nullable().describe('null where the asset is hosted elsewhere'),
  fileName: z.string(),
  fileType: z.string().describe("by the file name's extension: document, video, other..."),
  quality: quality.nullable(),
  size: bytes.describe('of the whole file'),
  origin,
  accuracy,
  holdsQuota: z.boolean(),
  status: downloadStatus,
  downloaded: bytes.describe('covered so far'),
  bytesServed: bytes.describe('sent in all, repeats included'),
  retryCount: z.int().nonnegative(),
  resumeCount: z.int().nonnegative(),
  activeSeconds: z.number().nonnegative().describe('spent downloading, pauses excluded'),
  speedKbps: z.number().nonnegative().nullable().describe('reported by the client, in kilobits per second'),
  createdAt: time,
  startedAt: time.nullable(),
  begunAt: time.nullable().describe('the first body byte; a reported download begins with its start'),
  endedAt: time.nullable().describe('completed, failed or cancelled'),
  expiresAt: time.nullable().describe('when the copy is to be deleted'),
  client,
});
export type DownloadFacts = z.infer<typeof downloadFacts>;
