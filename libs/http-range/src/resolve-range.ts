import type { RangeSpec } from './parse-range.js';

/** A half-open interval of the representation: `start` is in, `end` is not. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

/** More ranges than this are not worth the parts they cost (RFC 9110, 14.2 and 17.15). */
export const MAX_RANGES = 16;

/**
 * `whole`: the header is set aside, the whole representation answers.
 * `unsatisfiable`: nothing of what was asked for exists.
 */
export type ResolvedRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'unsatisfiable' }
  | { readonly kind: 'slices'; readonly slices: readonly Slice[] };

/** What the ranges mean for a representation of `size` bytes, in the order of the request (RFC 9110, 14.1.2). */
export function resolveRange(specs: readonly RangeSpec[], size: number): ResolvedRange {
  // RFC 9110, 14.2: a server "MAY ignore or reject" a set "of many small ranges".
  if (specs.length > MAX_RANGES) return { kind: 'whole' };
  const satisfiable = specs.filter((spec) => isSatisfiable(spec, size));
  if (satisfiable.length === 0) return { kind: 'unsatisfiable' };
  const slices = satisfiable.map((spec) => toSlice(spec, size));
  // An empty representation satisfies a suffix (14.1.2), yet no Content-Range can name its zero bytes (14.4).
  const asked = slices.reduce((sum, slice) => sum + slice.end - slice.start, 0);
  return size === 0 || asked > size ? { kind: 'whole' } : { kind: 'slices', slices };
}

/** RFC 9110, 14.1.2: "first-pos ... less than the current length", or "a non-zero suffix-length". */
function isSatisfiable(spec: RangeSpec, size: number): boolean {
  return spec.kind === 'suffix' ? spec.length > 0n : spec.first < BigInt(size);
}

function toSlice(spec: RangeSpec, size: number): Slice {
  const length = BigInt(size);
  if (spec.kind === 'suffix') {
    // RFC 9110, 14.1.2: a suffix longer than the representation is the entire representation.
    return { start: Number(spec.length < length ? length - spec.length : 0n), end: size };
  }
  const end = spec.last === null || spec.last >= length ? length : spec.last + 1n;
  return { start: Number(spec.first), end: Number(end) };
}
