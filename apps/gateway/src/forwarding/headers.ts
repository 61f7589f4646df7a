import type { IncomingHttpHeaders } from 'node:http';

/** RFC 9110, section 7.6.1: for one connection only. `expect` was answered by this server already. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
];
/** What the services must not hear from outside: credentials, and whatever claims to come from a proxy or from us. */
const FOREIGN = [
  'host',
  'authorization',
  'cookie',
  'forwarded',
  'via',
  'x-real-ip',
  'x-request-id',
  'traceparent',
];
const FOREIGN_PREFIXES = ['x-waybill-', 'x-forwarded-'];

/** What of a client's headers goes on to a service. */
export function forwardedHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const dropped = new Set([...HOP_BY_HOP, ...FOREIGN, ...namedByConnection(headers.connection)]);
  return keep(
    headers,
    (name) => !dropped.has(name) && !FOREIGN_PREFIXES.some((prefix) => name.startsWith(prefix)),
  );
}

/** Of the service's own the ones that this server writes itself. */
const REWRITTEN = ['x-request-id', 'date', 'server'];

/** What of a service's headers goes back to the client. */
export function returnedHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const dropped = new Set([...HOP_BY_HOP, ...REWRITTEN, ...namedByConnection(headers.connection)]);
  return keep(headers, (name) => !dropped.has(name) && !name.startsWith('x-waybill-'));
}

/** The option names in `Connection` are hop-by-hop too. */
function namedByConnection(connection: string | undefined): string[] {
  return (connection ?? '').split(',').map((name) => name.trim().toLowerCase());
}

function keep(
  headers: IncomingHttpHeaders,
  wanted: (name: string) => boolean,
): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && wanted(name));
  return Object.fromEntries(kept) as Record<string, string | string[]>;
}
