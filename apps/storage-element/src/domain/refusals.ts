import { DomainError } from '@waybill/kernel';

/** The refusals of the files edition, in its own words (seeds: files.md, "Error Responses"). */
export const invalidFileId = () => new DomainError('invalid', 'VALIDATION_FAILED', 'Invalid file_id format');

export const accessDenied = () => new DomainError('forbidden', 'FORBIDDEN', 'Access denied');

export const fileTooLarge = (limit: number) =>
  new DomainError('too-large', 'PAYLOAD_TOO_LARGE', `A file may have ${limit} bytes at most`, { limit });

export const uploadIncomplete = (missingParts: readonly number[]) =>
  new DomainError('conflict', 'UPLOAD_INCOMPLETE', 'Not everything has arrived yet', { missingParts });

export const uploadChanged = () =>
  new DomainError(
    'conflict',
    'UPLOAD_CHANGED',
    'It was written to while it was read again; complete it again',
  );

export const sizeMismatch = (promised: number, arrived: number) =>
  new DomainError('unprocessable', 'SIZE_MISMATCH', `${arrived} bytes arrived instead of ${promised}`);

export const digestMismatch = () =>
  new DomainError(
    'unprocessable',
    'DIGEST_MISMATCH',
    'What arrived does not have the SHA-256 that was promised',
  );

export const fileNotFound = (id: string) =>
  new DomainError('not-found', 'FILE_NOT_AVAILABLE', `File ${id} not found`);

export const notOnStorage = () =>
  new DomainError('not-found', 'FILE_NOT_AVAILABLE', 'File not found on storage');

export const notAuthenticated = () =>
  new DomainError('unauthenticated', 'UNAUTHORIZED', 'Authentication is required');

export const ticketRefused = () => new DomainError('forbidden', 'TICKET_INVALID', 'The link is not valid');

export const ticketExpired = () => new DomainError('gone', 'LINK_EXPIRED', 'The link has expired');

export const downloadStopped = () =>
  new DomainError('conflict', 'INVALID_STATE', 'The download is stopped; start it again for a fresh link');

export const tooManyTransfers = (limit: number, retryAfterSeconds: number) =>
  new DomainError('throttled', 'RATE_LIMITED', `At most ${limit} transfers at once`, {
    limit,
    retryAfterSeconds,
  });
