import { S3ServiceException } from '@aws-sdk/client-s3';
import { DomainError } from '@waybill/kernel';

const MISSING = new Set(['NotFound', 'NoSuchKey']);

export function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && MISSING.has(error.name);
}

/** A condition on the ETag did not hold. */
export function isOverwritten(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;
}

export function isNoSuchUpload(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === 'NoSuchUpload';
}

/** Whatever went wrong between us and the bucket: not the client's fault, and worth another try. */
export function s3Refusal(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  return new DomainError('unavailable', 'NETWORK_ERROR', 'The storage does not answer', {}, { cause });
}
