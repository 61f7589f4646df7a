import { DomainError, type ErrorDetails, type ErrorKind } from '@waybill/kernel';

/** Every reason not to hand out a file, with its text as the store edition writes it (seeds' "Edge Cases"; DESIGN.md, 9). */
const REFUSALS = {
  ASSET_NOT_FOUND: { kind: 'not-found', message: 'Asset not found' },
  ASSET_REMOVED: { kind: 'not-found', message: 'This asset has been removed' },
  SUBSCRIPTION_REQUIRED: { kind: 'forbidden', message: 'Premium subscription required' },
  NOT_PURCHASED: { kind: 'forbidden', message: 'You do not have access to download this asset' },
  ORDER_PENDING: { kind: 'forbidden', message: 'Payment not confirmed yet' },
  ORDER_FAILED: { kind: 'forbidden', message: 'Payment failed. Please purchase again' },
  ORDER_REFUNDED: { kind: 'forbidden', message: 'This order has been refunded' },
  ORDER_INVALID: { kind: 'forbidden', message: 'This order does not allow a download' },
  DOWNLOAD_LIMIT_EXCEEDED: { kind: 'forbidden', message: 'Maximum downloads exceeded' },
  FILE_NOT_AVAILABLE: { kind: 'not-found', message: 'The file is not available' },
  RATE_LIMIT_EXCEEDED: { kind: 'conflict', message: 'Download limit exceeded. Please try again later.' },
} as const satisfies Record<string, { kind: ErrorKind; message: string }>;

export type RefusalCode = keyof typeof REFUSALS;

export const REFUSAL_CODES = Object.keys(REFUSALS) as readonly RefusalCode[];

export function refuse(code: RefusalCode, details: ErrorDetails = {}): DomainError {
  const { kind, message } = REFUSALS[code];
  return new DomainError(kind, code, message, details);
}
