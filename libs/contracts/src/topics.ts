/** One topic per kind of aggregate, its version in the name (DESIGN.md, section 7). */
export const TOPICS = {
  catalog: 'waybill.catalog.v1',
  orders: 'waybill.orders.v1',
  subscriptions: 'waybill.subscriptions.v1',
  users: 'waybill.users.v1',
  files: 'waybill.files.v1',
  grants: 'waybill.grants.v1',
  downloads: 'waybill.downloads.v1',
  transfers: 'waybill.transfers.v1',
  quotas: 'waybill.quotas.v1',
  alerts: 'waybill.alerts.v1',
  deadLetters: 'waybill.dead-letters.v1',
} as const;

export type Topic = (typeof TOPICS)[keyof typeof TOPICS];
