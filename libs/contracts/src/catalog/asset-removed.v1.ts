import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { publicId, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** An asset is no longer offered. */
export const assetRemoved = defineEvent({
  name: 'asset.removed',
  version: 1,
  topic: TOPICS.catalog,
  description: 'An asset is no longer offered.',
  data: z.object({
    assetId: publicId,
    removedAt: time,
  }),
  subject: (data) => data.assetId,
});
export type AssetRemoved = DataOf<typeof assetRemoved>;
