import type { ErrorDetails } from '@waybill/kernel';

/** The document's codes for what the services inside tell apart; the finer word stays in `details.reason`. */
const CODES: Readonly<Record<string, string>> = {
  NOT_PURCHASED: 'RESOURCE_NOT_PURCHASED',
  ORDER_PENDING: 'RESOURCE_NOT_PURCHASED',
  ORDER_FAILED: 'RESOURCE_NOT_PURCHASED',
  ORDER_REFUNDED: 'RESOURCE_NOT_PURCHASED',
  ORDER_INVALID: 'RESOURCE_NOT_PURCHASED',
  SUBSCRIPTION_REQUIRED: 'RESOURCE_NOT_PURCHASED',
  ASSET_NOT_FOUND: 'FILE_NOT_AVAILABLE',
  ASSET_REMOVED: 'FILE_NOT_AVAILABLE',
};

export interface TasksError {
  readonly code: string;
  readonly details: ErrorDetails;
}

export function tasksError(code: string, details: ErrorDetails): TasksError {
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  return known === undefined ? { code, details } : { code: known, details: { ...details, reason: code } };
}
