import { createHash } from 'node:crypto';
import { headerOf } from '../http/headers.js';
import type { PlatformRequest } from '../http/platform-request.js';
import { validationFailed } from '../errors/validation.js';
import type { KeyUse } from './idempotency-keys.js';

const IDEMPOTENCY_HEADER = 'idempotency-key';
/** Printable ASCII, quotes of a structured field allowed. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** The use that a request makes of its key, null where it has none. Throws VALIDATION_FAILED for one that is no key. */
export function keyUseOf(request: PlatformRequest): KeyUse | null {
  const key = headerOf(request, IDEMPOTENCY_HEADER);
  if (key === undefined) return null;
  if (!KEY.test(key)) {
    const message = 'Idempotency-Key must be 1 to 255 printable characters';
    throw validationFailed([{ field: 'Idempotency-Key', message }]);
  }
  const caller = request.caller?.subject ?? '';
  return {
    scope: digest(JSON.stringify([caller, request.method, request.url, key])),
    request: digest(canonical(request.body)),
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The same text for the same JSON value, whatever the order of its names. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null)
    return value === undefined ? 'null' : JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
