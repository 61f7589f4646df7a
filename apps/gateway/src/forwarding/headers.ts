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

const NEVER_FORWARDED = new Set([...HOP_BY_HOP, ...FOREIGN]);

/** What of a client's headers goes on to a service. */
export function forwardedHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  return keep(headers, isForwarded);
}

/** Of a name in lower case that `Connection` does not name. */
export function isForwarded(name: string): boolean {
  return !NEVER_FORWARDED.has(name) && !FOREIGN_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/** Of the service's own the ones that this server writes itself. */
const REWRITTEN = ['x-request-id', 'date', 'server'];

const NEVER_RETURNED = new Set([...HOP_BY_HOP, ...REWRITTEN]);

/** What of a service's headers goes back to the client. */
export function returnedHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  return keep(headers, (name) => !NEVER_RETURNED.has(name) && !name.startsWith('x-waybill-'));
}

/** The option names in `Connection` are hop-by-hop too; `close` and `keep-alive` name nothing. */
function namedByConnection(connection: string | undefined): readonly string[] {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return [];
  return connection.split(',').map((name) => name.trim().toLowerCase());
}

function keep(
  headers: IncomingHttpHeaders,
  wanted: (name: string) => boolean,
): Record<string, string | string[]> {
  const named = namedByConnection(headers.connection);
  const kept: Record<string, string | string[]> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined && wanted(name) && !named.includes(name)) kept[name] = value;
  }
  return kept;
}
