import { randomBytes } from 'node:crypto';

/** W3C Trace Context, section 3.2: version 00, trace id and parent id not all zero. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

export function isTraceparent(text: string | undefined): text is string {
  return text !== undefined && TRACEPARENT.test(text);
}

export function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

/** The same trace, a new parent id: what goes with a call that this request makes. */
export function childOf(traceparent: string): string {
  const [version, trace, , flags] = traceparent.split('-');
  return [version, trace, randomBytes(8).toString('hex'), flags].join('-');
}

export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}
