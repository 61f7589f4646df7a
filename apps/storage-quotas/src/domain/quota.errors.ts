import { DomainError } from '@waybill/kernel';

export interface Shortage {
  readonly requiredBytes: number;
  readonly remainingBytes: number;
  readonly totalBytes: number;
}

/** 413 with what is required and what remains (DESIGN.md, section 4). */
export function insufficientStorage(shortage: Shortage): DomainError {
  return new DomainError('too-large', 'INSUFFICIENT_STORAGE', 'Insufficient storage space', { ...shortage });
}

/** A hold was asked for after news came that its download is over: keeping it would keep room for nothing. */
export function downloadEnded(downloadId: string): DomainError {
  return new DomainError('conflict', 'INVALID_STATE', 'The download has ended', { downloadId });
}

/** Nobody gives himself a tier (DESIGN.md, section 4). */
export function premiumRequired(): DomainError {
  return new DomainError('forbidden', 'SUBSCRIPTION_REQUIRED', 'Premium subscription required');
}
