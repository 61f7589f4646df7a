import { SubscriptionRecord } from './subscription.record.js';

export { migrations } from './migrations/index.js';
export const entities = [SubscriptionRecord];
