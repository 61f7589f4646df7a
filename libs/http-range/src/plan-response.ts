import { randomBytes } from 'node:crypto';
import { evaluateConditions, holdsIfRange } from './conditions.js';
import { formatHttpDate } from './http-date.js';
import { type MultipartBody, multipart } from './multipart.js';
import { parseRange } from './parse-range.js';
import type { Piece, RangeRequest, Representation, Validators } from './representation.js';
import { type ResolvedRange, type Slice, resolveRange } from './resolve-range.js';
import { readSimpleRange } from './simple-range.js';

export interface Plan {
  readonly status: 200 | 206 | 304 | 412 | 416;
  /** Lower-case names. 412 and 416 leave content and its headers to who writes the error. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, in order; empty for HEAD and where the status has none. */
  readonly body: readonly Piece[];
  /** Length of the body in bytes, the one that GET would have where the method is HEAD. */
  readonly length: number;
}

export interface PlanOptions {
  /** Makes a multipart boundary; random by default. */
  readonly boundary?: () => string;
  readonly now?: Date;
}

const randomBoundary = () => randomBytes(18).toString('hex');

/** The whole answer to a request for a representation, as data (RFC 9110, sections 13, 14 and 15.3.7). */
export function planResponse(
  request: RangeRequest,
  stored: Representation,
  { boundary = randomBoundary, now = new Date() }: PlanOptions = {},
): Plan {
  const representation = notAfter(now, stored);
  const verdict = evaluateConditions(request, representation);
  if (verdict === 'not-modified') return notModified(representation);
  if (verdict === 'precondition-failed') return { status: 412, headers: {}, body: [], length: 0 };
  const resolved = selectRange(request, representation);
  if (resolved.kind === 'unsatisfiable') return unsatisfiable(representation);
  const plan =
    resolved.kind === 'whole' ? whole(representation) : partial(representation, resolved.slices, boundary);
  // RFC 9110, 9.3.2: HEAD has the header fields of GET and no content.
  return request.method === 'HEAD' ? { ...plan, body: [] } : plan;
}

/** RFC 9110, 8.8.2.1: a last modification in the future is replaced by the moment of the message. */
function notAfter(now: Date, representation: Representation): Representation {
  return representation.lastModified <= now ? representation : { ...representation, lastModified: now };
}

/** RFC 9110, 14.2: GET is the only method with ranges, and a failed If-Range sets the header aside (13.2.2, step 5). */
function selectRange({ method, headers }: RangeRequest, representation: Representation): ResolvedRange {
  if (method !== 'GET' || headers.range === undefined) return { kind: 'whole' };
  if (!holdsIfRange(headers['if-range'], representation)) return { kind: 'whole' };
  const simple = readSimpleRange(headers.range, representation.size);
  if (simple !== null) return { kind: 'slices', slices: [simple] };
  const parsed = parseRange(headers.range);
  if (parsed.kind === 'absent') return { kind: 'whole' };
  if (parsed.kind === 'invalid') return { kind: 'unsatisfiable' };
  return resolveRange(parsed.specs, representation.size);
}

function common({ etag, lastModified }: Validators): Record<string, string> {
  return { 'accept-ranges': 'bytes', etag, 'last-modified': textOf(lastModified) };
}

const texts = new WeakMap<Date, { readonly at: number; readonly text: string }>();

/** Who serves a representation again and again has it with the same date. */
function textOf(date: Date): string {
  const at = date.getTime();
  const known = texts.get(date);
  if (known?.at === at) return known.text;
  const text = formatHttpDate(date);
  texts.set(date, { at, text });
  return text;
}

/** RFC 9110, 15.4.5: the validator goes along, other metadata of the representation stays away. */
function notModified({ etag }: Validators): Plan {
  return { status: 304, headers: { etag }, body: [], length: 0 };
}

/** RFC 9110, 15.5.17: "SHOULD generate a Content-Range header field specifying the current length". */
function unsatisfiable({ size }: Representation): Plan {
  const headers = { 'accept-ranges': 'bytes', 'content-range': `bytes */${size}` };
  return { status: 416, headers, body: [], length: 0 };
}

function whole(representation: Representation): Plan {
  const { size, mediaType } = representation;
  const headers = { ...common(representation), 'content-type': mediaType, 'content-length': String(size) };
  return {
    status: 200,
    headers,
    body: size > 0 ? [{ kind: 'slice', start: 0, end: size }] : [],
    length: size,
  };
}

function partial(representation: Representation, slices: readonly Slice[], boundary: () => string): Plan {
  const [first, ...others] = slices;
  // RFC 9110, 15.3.7.2: a single part is not sent as multipart "if only one range is found to be satisfiable".
  if (first !== undefined && others.length === 0) return single(representation, first);
  return several(representation, multipart(representation, slices, boundary()));
}

function single(representation: Representation, slice: Slice): Plan {
  const length = slice.end - slice.start;
  const headers = {
    ...common(representation),
    'content-type': representation.mediaType,
    'content-length': String(length),
    'content-range': `bytes ${slice.start}-${slice.end - 1}/${representation.size}`,
  };
  return { status: 206, headers, body: [{ kind: 'slice', ...slice }], length };
}

/** RFC 9110, 15.3.7.2: no Content-Range in the header section; each part has its own. */
function several(representation: Representation, { body, length, mediaType }: MultipartBody): Plan {
  const headers = {
    ...common(representation),
    'content-type': mediaType,
    'content-length': String(length),
  };
  return { status: 206, headers, body, length };
}
