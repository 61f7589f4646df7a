export { formatHttpDate, parseHttpDate } from './http-date.js';
export { lengthOf, pieceLength } from './multipart.js';
export { parseRange, type ParsedRange, type RangeSpec } from './parse-range.js';
export { type Plan, type PlanOptions, planResponse } from './plan-response.js';
export type { Piece, RangeRequest, Representation, Validators } from './representation.js';
export { MAX_RANGES, resolveRange, type ResolvedRange, type Slice } from './resolve-range.js';
