import { randomHex } from './random-hex.js';

/** W3C Trace Context, section 3.2: version 00, trace id and parent id not all zero. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

export function isTraceparent(text: string | undefined): text is string {
  return text !== undefined && TRACEPARENT.test(text);
}

export function newTraceparent(): string {
  return `00-${randomHex(16)}-${randomHex(8)}-01`;
}

/** The same trace, a new parent id: what goes with a call that this request makes. */
export function childOf(traceparent: string): string {
  const [version, trace, , flags] = traceparent.split('-');
  return [version, trace, randomHex(8), flags].join('-');
}

export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}
