import { z } from 'zod';
import { type DataOf, defineEvent } from '../contract.js';
import { price, publicId, time } from '../fields.js';
import { TOPICS } from '../topics.js';

/** An order as it is now. */
export const orderChanged = defineEvent({
  name: 'order.changed',
  version: 1,
  topic: TOPICS.orders,
  description: 'An order as it is now.',
  data: z.object({
    orderId: publicId,
    userId: publicId,
    assetId: publicId,
    status: z.string().describe('PAID, PENDING, FAILED, REFUNDED; anything else denies'),
    quantity: z.int().positive(),
    price: price.nullable(),
    orderedAt: time,
    changedAt: time,
  }),
  subject: (data) => data.orderId,
});
export type OrderChanged = DataOf<typeof orderChanged>;
