import type { IncomingMessage } from 'node:http';
import { readPlainGet } from '@waybill/http-lane';
import {
  headerOf,
  REQUEST_ID_HEADER,
  type RequestFacts,
  requestFactsOf,
  TRACE_HEADER,
} from '@waybill/platform';
import { forwardedHeaders, isForwarded } from './headers.js';
import { areWritable, linesOf } from './lane/request-head.js';

/** A download by its ticket alone, about which no guard has anything to ask: nobody says who he is, and its limit is the service's. */
export interface PlainDownload {
  readonly path: string;
  /** The client's headers for the service, each with its line's end. */
  readonly lines: string;
  /** Whom a proxy says it is for: to be believed by `TRUST_PROXY` alone. */
  readonly forwardedFor: string | undefined;
  readonly facts: RequestFacts;
}

/** A link as `entitlements` writes it. */
const LINK = /^\/api\/v1\/files\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/download\?token=[\w.-]+$/;
/** With any of these somebody else has a say: on who asks, from which page, and with what body. */
const ORDINARY: ReadonlySet<string> = new Set([
  'authorization',
  'content-length',
  'expect',
  'origin',
  'transfer-encoding',
]);
const FORWARDED_FOR = 'x-forwarded-for';
const OWN: ReadonlySet<string> = new Set([REQUEST_ID_HEADER, TRACE_HEADER, FORWARDED_FOR]);

/** Of what came in one piece from an idle connection; null for everybody else's parser. */
export function readPlainDownload(chunk: Buffer): PlainDownload | null {
  const own: Record<string, string> = {};
  let lines = '';
  const path = readPlainGet(chunk, (name, value) => {
    if (ORDINARY.has(name) || (OWN.has(name) && own[name] !== undefined)) return false;
    if (OWN.has(name)) own[name] = value;
    else if (isForwarded(name)) lines += `${name}: ${value}\r\n`;
    return true;
  });
  if (path === null || !LINK.test(path)) return null;
  return { path, lines, forwardedFor: own[FORWARDED_FOR], facts: requestFactsOf({ headers: own }) };
}

/** Of a request that Node's server has read. */
export function plainDownloadOf(request: IncomingMessage): PlainDownload | null {
  const { method, url: path = '', headers } = request;
  if (method !== 'GET' || !LINK.test(path)) return null;
  for (const name of ORDINARY) if (headers[name] !== undefined) return null;
  const forwarded = forwardedHeaders(headers);
  if (!areWritable(forwarded)) return null;
  const lines = linesOf(forwarded);
  return { path, lines, forwardedFor: headerOf(request, FORWARDED_FOR), facts: requestFactsOf(request) };
}
