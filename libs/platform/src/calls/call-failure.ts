import { DomainError, type ErrorKind, statusOfKind } from '@waybill/kernel';
import { z } from 'zod';

const problem = z.object({
  code: z.string(),
  detail: z.string(),
  details: z.record(z.string(), z.unknown()).default({}),
});

const KINDS = [
  'invalid',
  'forbidden',
  'not-found',
  'conflict',
  'gone',
  'too-large',
  'unprocessable',
  'throttled',
  'unavailable',
  'timeout',
] as const satisfies readonly ErrorKind[];

/** The DomainError that the other service threw. What it did not foresee, and a token that it refused, is our 502. */
export function refusal(status: number, text: string, service: string): DomainError {
  const kind = KINDS.find((one) => statusOfKind(one) === status);
  const parsed = problem.safeParse(parse(text));
  if (kind !== undefined && parsed.success)
    return new DomainError(kind, parsed.data.code, parsed.data.detail, parsed.data.details);
  return new DomainError(
    'bad-gateway',
    'NETWORK_ERROR',
    `${service} gave no usable answer`,
    {},
    { cause: `status ${status}` },
  );
}

const TIMEOUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'TimeoutError']);

export function callFailure(error: unknown, service: string): DomainError {
  const late = codesOf(error).some((code) => TIMEOUTS.has(code));
  return late
    ? new DomainError('timeout', 'NETWORK_ERROR', `${service} did not answer in time`, {}, { cause: error })
    : new DomainError('unavailable', 'NETWORK_ERROR', `${service} is not available`, {}, { cause: error });
}

/** The call was not made: it would only have waited. */
export function notAsked(service: string): DomainError {
  return new DomainError('unavailable', 'NETWORK_ERROR', `${service} is not available`);
}

const CONNECTION_LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

export function isConnectionLost(error: unknown): boolean {
  return codesOf(error).some((code) => CONNECTION_LOST.has(code));
}

function codesOf(error: unknown): string[] {
  const { code, name, cause } = (error ?? {}) as { code?: unknown; name?: unknown; cause?: unknown };
  const own = [code, name].filter((text) => typeof text === 'string');
  return cause === undefined || cause === error ? own : [...own, ...codesOf(cause)];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
