import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorDetails, type ErrorKind, statusOfKind } from '@waybill/kernel';

/** What an exception means to a client, before anybody put it into a language or a shape. */
export interface Refusal {
  readonly status: number;
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly details: ErrorDetails;
  /** True where it is a fault of ours that must be looked into. */
  readonly unexpected: boolean;
}

type Meaning = Pick<Refusal, 'kind' | 'code' | 'message'>;

/** What frameworks throw, by status. Their own messages quote parsers and paths, so ours are used. */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  400: { kind: 'invalid', code: 'VALIDATION_FAILED', message: 'The request cannot be read' },
  401: { kind: 'unauthenticated', code: 'UNAUTHORIZED', message: 'Authentication is required' },
  403: { kind: 'forbidden', code: 'FORBIDDEN', message: 'This is not allowed for you' },
  404: { kind: 'not-found', code: 'NOT_FOUND', message: 'There is nothing at this path' },
  405: { kind: 'invalid', code: 'METHOD_NOT_ALLOWED', message: 'This path does not know that method' },
  408: { kind: 'timeout', code: 'REQUEST_TIMEOUT', message: 'The request took too long to arrive' },
  413: { kind: 'too-large', code: 'PAYLOAD_TOO_LARGE', message: 'The request body is too large' },
  414: { kind: 'invalid', code: 'VALIDATION_FAILED', message: 'The path is too long' },
  415: { kind: 'invalid', code: 'UNSUPPORTED_MEDIA_TYPE', message: 'This media type is not understood' },
  429: { kind: 'throttled', code: 'RATE_LIMITED', message: 'Too many requests' },
  431: { kind: 'invalid', code: 'VALIDATION_FAILED', message: 'The headers are too large' },
  502: { kind: 'bad-gateway', code: 'NETWORK_ERROR', message: 'A service gave no usable answer' },
  503: { kind: 'unavailable', code: 'NETWORK_ERROR', message: 'The service is not available for the moment' },
  504: { kind: 'timeout', code: 'NETWORK_ERROR', message: 'A service did not answer in time' },
};

const SERVER_ERROR: Refusal = {
  status: 500,
  kind: 'internal',
  code: 'SERVER_ERROR',
  message: 'Something went wrong on our side',
  details: {},
  unexpected: true,
};

/** The refusal that any thrown value stands for; what nobody foresaw is 500 and tells nothing of the inside. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof DomainError) return fromDomain(thrown);
  const status = statusOf(thrown);
  const meaning = status === undefined ? undefined : MEANINGS[status];
  if (status === undefined) return SERVER_ERROR;
  if (meaning !== undefined) return { status, ...meaning, details: {}, unexpected: false };
  return status < 500
    ? {
        status,
        kind: 'invalid',
        code: 'VALIDATION_FAILED',
        message: 'The request was refused',
        details: {},
        unexpected: false,
      }
    : { ...SERVER_ERROR, status };
}

function fromDomain({ kind, code, message, details }: DomainError): Refusal {
  return { status: statusOfKind(kind), kind, code, message, details, unexpected: kind === 'internal' };
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (isDatabaseAway(thrown)) return 503;
  if (thrown instanceof URIError) return 400;
  const status = (thrown as { statusCode?: unknown } | null | undefined)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined;
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '53300',
]);

/** PostgreSQL is restarting, out of connections or gone: the client may try again, nothing of ours is broken. */
function isDatabaseAway(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const { code, driverError } = thrown as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && CONNECTION_CODES.has(code)) return true;
  if (/^(Connection terminated|timeout exceeded when trying to connect)/.test(thrown.message)) return true;
  return driverError !== thrown && isDatabaseAway(driverError);
}
