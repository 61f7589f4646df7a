/** A range as the client wrote it, before the size is known. Positions have any length, hence bigint. */
export type RangeSpec =
  | { readonly kind: 'positions'; readonly first: bigint; readonly last: bigint | null }
  | { readonly kind: 'suffix'; readonly length: bigint };

/**
 * `absent`: nothing to act on, because there is no header or its unit is not ours (RFC 9110, 14.2: "An origin server
 * MUST ignore a Range header field that contains a range unit it does not understand").
 * `invalid`: the header breaks the grammar; answered by 416 (DESIGN.md, section 6).
 */
export type ParsedRange =
  | { readonly kind: 'absent' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'ranges'; readonly specs: readonly RangeSpec[] };

const ABSENT: ParsedRange = { kind: 'absent' };
const INVALID: ParsedRange = { kind: 'invalid' };

// RFC 9110, 14.1: ranges-specifier = range-unit "=" range-set; range-unit = token (5.6.2).
const SPECIFIER = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)=(.*)$/s;
// RFC 9110, 14.1.1: int-range = first-pos "-" [ last-pos ]; suffix-range = "-" suffix-length.
const POSITIONS = /^([0-9]+)-([0-9]*)$/;
const SUFFIX = /^-([0-9]+)$/;

/** Reads a Range header by RFC 9110, 14.1 and 14.2, without knowing the size. Never throws. */
export function parseRange(header: string | undefined): ParsedRange {
  if (header === undefined) return ABSENT;
  const specifier = SPECIFIER.exec(header);
  if (specifier === null) return INVALID;
  const [, unit = '', set = ''] = specifier;
  // RFC 9110, 14.1: "Range units are ... case-insensitive".
  return unit.toLowerCase() === 'bytes' ? parseSet(set) : ABSENT;
}

function parseSet(set: string): ParsedRange {
  // RFC 9110, 5.6.1.2: "A recipient MUST parse and ignore a reasonable number of empty list elements".
  const elements = set.split(',').map(trim).filter(Boolean);
  const specs = elements.map(parseSpec);
  return specs.length > 0 && specs.every((spec) => spec !== null) ? { kind: 'ranges', specs } : INVALID;
}

/** Optional white space is space and tab only (RFC 9110, 5.6.3), less than what String.trim takes away. */
function trim(element: string): string {
  let start = 0;
  let end = element.length;
  while (start < end && isWhiteSpace(element.charCodeAt(start))) start += 1;
  while (end > start && isWhiteSpace(element.charCodeAt(end - 1))) end -= 1;
  return element.slice(start, end);
}

function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function parseSpec(text: string): RangeSpec | null {
  const suffix = SUFFIX.exec(text);
  if (suffix?.[1] !== undefined) return { kind: 'suffix', length: BigInt(suffix[1]) };
  const positions = POSITIONS.exec(text);
  if (positions?.[1] === undefined) return null;
  const first = BigInt(positions[1]);
  const last = positions[2] ? BigInt(positions[2]) : null;
  // RFC 9110, 14.1.1: "An int-range is invalid if the last-pos value is present, and less than first-pos."
  return last !== null && last < first ? null : { kind: 'positions', first, last };
}
