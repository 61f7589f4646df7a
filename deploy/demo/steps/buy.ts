import { at } from '../person.ts';
import { check, checkStatus } from '../checks.ts';
import type { Step } from '../story.ts';

/** No order, no download; a paid one opens the door at once. */
export const buy: Step = {
  title: 'Buying',
  run: async ({ admin, buyer, assetId, orderId }) => {
    const refused = await buyer.post('/downloads', { resourceId: assetId });
    checkStatus('without an order the download is refused', refused, 403);
    check('and the answer says why', at(refused, 'error.code') === 'RESOURCE_NOT_PURCHASED', refused);
    const order = { userId: buyer.id, assetId, status: 'PAID' };
    checkStatus('the order is paid', await admin.put(`/api/v1/orders/${orderId}`, order), 201);
  },
};
