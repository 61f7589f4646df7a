import { downloadCreated } from './downloads/download-created.v1.js';
import { downloadQueued } from './downloads/download-queued.v1.js';
import { downloadStarted } from './downloads/download-started.v1.js';
import { downloadPaused } from './downloads/download-paused.v1.js';
import { downloadResumed } from './downloads/download-resumed.v1.js';
import { downloadCompleted } from './downloads/download-completed.v1.js';
import { downloadFailed } from './downloads/download-failed.v1.js';
import { downloadRetried } from './downloads/download-retried.v1.js';
import { downloadCancelled } from './downloads/download-cancelled.v1.js';
import { downloadExpired } from './downloads/download-expired.v1.js';
import { downloadDeleted } from './downloads/download-deleted.v1.js';
import { assetPublished } from './catalog/asset-published.v1.js';
import { assetRemoved } from './catalog/asset-removed.v1.js';
import { orderChanged } from './orders/order-changed.v1.js';
import { subscriptionChanged } from './subscriptions/subscription-changed.v1.js';
import { userRegistered } from './users/user-registered.v1.js';
import { userErased } from './users/user-erased.v1.js';
import { fileStored } from './files/file-stored.v1.js';
import { fileRemoved } from './files/file-removed.v1.js';
import { fileDamaged } from './files/file-damaged.v1.js';
import { grantIssued } from './grants/grant-issued.v1.js';
import { grantDenied } from './grants/grant-denied.v1.js';
import { grantRevoked } from './grants/grant-revoked.v1.js';
import { transferServed } from './transfers/transfer-served.v1.js';
import { quotaChanged } from './quotas/quota-changed.v1.js';
import { quotaThresholdCrossed } from './quotas/quota-threshold-crossed.v1.js';
import { alertRaised } from './alerts/alert-raised.v1.js';
import { alertCleared } from './alerts/alert-cleared.v1.js';
import { reportPublished } from './alerts/report-published.v1.js';
import { deadLetterParked } from './dead-letters/dead-letter-parked.v1.js';
import type { EventContract } from './contract.js';

/** Every event that Waybill publishes. A contract that is not here is not published. */
export const CONTRACTS = [
  downloadCreated,
  downloadQueued,
  downloadStarted,
  downloadPaused,
  downloadResumed,
  downloadCompleted,
  downloadFailed,
  downloadRetried,
  downloadCancelled,
  downloadExpired,
  downloadDeleted,
  assetPublished,
  assetRemoved,
  orderChanged,
  subscriptionChanged,
  userRegistered,
  userErased,
  fileStored,
  fileRemoved,
  fileDamaged,
  grantIssued,
  grantDenied,
  grantRevoked,
  transferServed,
  quotaChanged,
  quotaThresholdCrossed,
  alertRaised,
  alertCleared,
  reportPublished,
  deadLetterParked,
] as unknown as readonly EventContract[];

const byType = new Map(CONTRACTS.map((contract) => [contract.type, contract]));

export function contractOf(type: string): EventContract | undefined {
  return byType.get(type);
}
