import { DomainError } from '@waybill/kernel';

const REFUSED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const LATE = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const COME_BACK_SECONDS = 2;

/** No connection was made, so nothing was done: a safe method may try again. */
export function isConnectionRefused(error: unknown): boolean {
  return REFUSED.has(codeOf(error));
}

/** 503 where the service is away, 504 where it hangs, 502 where it broke off (DESIGN.md, section 9: NETWORK_ERROR). */
export function upstreamFailure(error: unknown): DomainError {
  const details = { retryAfterSeconds: COME_BACK_SECONDS };
  if (isConnectionRefused(error))
    return new DomainError(
      'unavailable',
      'NETWORK_ERROR',
      'The service is not available for the moment',
      details,
      { cause: error },
    );
  if (LATE.has(codeOf(error)))
    return new DomainError(
      'timeout',
      'NETWORK_ERROR',
      'The service did not answer in time',
      {},
      { cause: error },
    );
  return new DomainError(
    'bad-gateway',
    'NETWORK_ERROR',
    'The service gave no usable answer',
    {},
    { cause: error },
  );
}

/** Node bundles the refusals of several addresses of one name. */
function codeOf(error: unknown): string {
  const { code, errors } = (error ?? {}) as { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : '';
}
