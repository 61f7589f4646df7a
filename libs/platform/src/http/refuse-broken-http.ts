import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { discardRest } from './discard-rest.js';

type Fault = 400 | 501 | 505;

/** Known here, if not everywhere allowed: those are 405 in the words of the edition. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']);
// RFC 9110, 7.2: Host = uri-host [ ":" port ]; RFC 3986, 3.2.2: a name may be empty.
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(?::[0-9]*)?$/;

const DATES = ['if-modified-since', 'if-unmodified-since'] as const;

/**
 * Stands before every other listener of a server: refuses what HTTP makes a server refuse and Node's parser lets through,
 * and brings target and conditions into the form that listeners know. What is no HTTP belongs to no edition: the status is
 * all it gets.
 */
export function refuseBrokenHttp(server: Server): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const fault = faultOf(request);
    if (fault !== null) {
      refuse(request, response, fault);
      return;
    }
    request.url = originForm(request.url);
    joinDates(request);
    for (const listener of listeners) listener.call(server, request, response);
  });
}

function faultOf({ method = '', url = '', httpVersion, headers, rawHeaders }: IncomingMessage): Fault | null {
  // RFC 9112, 2.3: the one major version that this server speaks.
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return 505;
  // RFC 9112, 6.1: Transfer-Encoding in an HTTP/1.0 message is faulty framing.
  if (httpVersion === '1.0' && headers['transfer-encoding'] !== undefined) return 400;
  // RFC 9112, 3.2: "respond with a 400 ... to any request message that contains more than one Host header field line or a
  // Host header field with an invalid field value"; none at all is refused by Node.
  if (!isHost(headers.host ?? '') || hostLines(rawHeaders) > 1) return 400;
  // RFC 9112, 3.2: no form of a target has a fragment.
  if (url.includes('#')) return 400;
  // RFC 9110, 9.1: a method that is not implemented here.
  return METHODS.has(method) ? null : 501;
}

/** Whether a Host header field may say this. */
export function isHost(value: string): boolean {
  return HOST.test(value);
}

/** `headers` keeps only the first of them. */
function hostLines(rawHeaders: readonly string[]): number {
  let lines = 0;
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') lines += 1;
  return lines;
}

function refuse(request: IncomingMessage, response: ServerResponse, fault: Fault): void {
  discardRest(request);
  response.writeHead(fault, { connection: 'close', 'content-length': '0' }).end();
}

/** RFC 9112, 3.2.2: "a server MUST accept the absolute-form in requests". */
function originForm(url: string | undefined): string {
  if (url === undefined || url.startsWith('/')) return url ?? '/';
  const path = /^https?:\/\/[^/?]*([/?].*)?$/i.exec(url);
  return path === null ? url : (path[1]?.replace(/^\?/, '/?') ?? '/');
}

/**
 * Node keeps the first of several lines. Joined they are no date, and so no condition (RFC 9110, 13.1.3: ignored where "the
 * field value has more than one member"; 13.1.4 alike).
 */
function joinDates(request: IncomingMessage): void {
  const { headers } = request;
  for (const name of DATES)
    if (headers[name] !== undefined) headers[name] = request.headersDistinct[name]?.join(', ');
}
