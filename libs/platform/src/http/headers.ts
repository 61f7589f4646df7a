import type { IncomingHttpHeaders } from 'node:http';

export const CALLER_HEADER = 'x-waybill-caller';
export const NETWORK_HEADER = 'x-waybill-network';
export const REQUEST_ID_HEADER = 'x-request-id';
export const TRACE_HEADER = 'traceparent';

/** One header's value; of a repeated one the first. */
export function headerOf(
  request: { readonly headers: IncomingHttpHeaders },
  name: string,
): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
