import { matchesStrongly, matchesWeakly } from './entity-tag.js';
import { parseHttpDate, wholeSeconds } from './http-date.js';
import type { RangeRequest, Validators } from './representation.js';

/** What the preconditions say: go on, or end with 304 or 412. */
export type Verdict = 'proceed' | 'not-modified' | 'precondition-failed';

/** RFC 9110, 13.2.2, steps 1 to 4, for methods that select a representation. */
export function evaluateConditions(request: RangeRequest, validators: Validators): Verdict {
  if (!holdsUnchanged(request, validators)) return 'precondition-failed';
  if (holdsChanged(request, validators)) return 'proceed';
  // 13.2.2, step 3: "if false for GET/HEAD, respond 304; if false for other methods, respond 412".
  return isRead(request.method) ? 'not-modified' : 'precondition-failed';
}

/** Steps 1 and 2: If-Match, and If-Unmodified-Since only where there is no If-Match. */
function holdsUnchanged({ headers }: RangeRequest, { etag, lastModified }: Validators): boolean {
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined) return matchesStrongly(ifMatch, etag);
  // 13.1.4: "A recipient MUST ignore the If-Unmodified-Since header field if the received field value is not a valid HTTP-date".
  const since = readDate(headers['if-unmodified-since']);
  return since === null || wholeSeconds(lastModified) <= since;
}

/** Steps 3 and 4: If-None-Match, and If-Modified-Since only where there is no If-None-Match and the method reads. */
function holdsChanged({ method, headers }: RangeRequest, { etag, lastModified }: Validators): boolean {
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined) return !matchesWeakly(ifNoneMatch, etag);
  // 13.1.3: ignored for an invalid date "or if the request method is neither GET nor HEAD".
  const since = isRead(method) ? readDate(headers['if-modified-since']) : null;
  return since === null || wholeSeconds(lastModified) > since;
}

/**
 * Step 5: whether the range may be honoured. A tag by the strong comparison, a date only where it is exactly the
 * Last-Modified (13.1.5); whatever is neither is false.
 */
export function holdsIfRange(header: string | undefined, { etag, lastModified }: Validators): boolean {
  if (header === undefined) return true;
  const value = header.trim();
  // A weak tag differs from a strong one by its prefix, so equality is the strong comparison.
  return value === etag || readDate(value) === wholeSeconds(lastModified);
}

function readDate(header: string | undefined): number | null {
  return header === undefined ? null : parseHttpDate(header.trim());
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
