/**
 * What kind of refusal it is. The kind, not the code, decides the HTTP status (see `statusOfKind`) and whether a
 * consumer tries again (see `isWorthRetrying`).
 */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'unprocessable'
  | 'throttled'
  | 'internal'
  | 'bad-gateway'
  | 'unavailable'
  | 'timeout';

export type ErrorDetails = Readonly<Record<string, unknown>>;

/** A refusal with a code that clients can rely on. `details` reach the client, so they hold nothing internal. */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DomainError';
  }
}

const STATUS_OF_KIND = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  unprocessable: 422,
  throttled: 429,
  internal: 500,
  'bad-gateway': 502,
  unavailable: 503,
  timeout: 504,
} as const satisfies Record<ErrorKind, number>;

export function statusOfKind(kind: ErrorKind): number {
  return STATUS_OF_KIND[kind];
}

/** True where the same message may succeed later: the fault lies with the surroundings, not with the message. */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof DomainError)) return true;
  return statusOfKind(error.kind) >= 500 || error.kind === 'throttled';
}
