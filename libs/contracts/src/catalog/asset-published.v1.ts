import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { bytes, fileId, price, publicId, renditionQuality, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** An asset is in the catalogue, as it is now. */
export const assetPublished = defineEvent({
  name: 'asset.published',
  version: 1,
  topic: TOPICS.catalog,
  description: 'An asset is in the catalogue, as it is now.',
  data: z.object({
    assetId: publicId,
    title: z.string(),
    type: z.string(),
    category: z.string().nullable(),
    vendor: z.string().nullable(),
    thumbnail: z.string().nullable(),
    price: price.nullable(),
    access: z.enum(['public', 'subscription', 'purchase']),
    maxDownloads: z.int().positive().nullable().describe('null is no limit'),
    renditions: z.array(
      z.object({
        quality: renditionQuality,
        fileId,
        fileName: z.string(),
        mediaType: z.string(),
        size: bytes,
        etag: z.string(),
      }),
    ),
    originalSizeBytes: bytes.nullable().describe('of an asset that is hosted elsewhere'),
    publishedAt: time,
  }),
  subject: (data) => data.assetId,
});
export type AssetPublished = DataOf<typeof assetPublished>;
