import { isHost, NETWORK_HEADER, REQUEST_ID_HEADER } from '@waybill/platform';

/** What an answer with bytes may depend on. */
const MATTERING = [
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'referer',
  'user-agent',
  'want-repr-digest',
  NETWORK_HEADER,
  REQUEST_ID_HEADER,
] as const;

type Mattering = (typeof MATTERING)[number];
export type PlainHeaders = Partial<Record<Mattering, string>>;

/** A request of the simplest kind, read whole, with those of its headers that matter. */
export interface PlainGet {
  readonly method: 'GET';
  readonly target: string;
  readonly headers: PlainHeaders;
}

const KNOWN: ReadonlyMap<string, Mattering> = new Map(MATTERING.map((name) => [name, name]));

const LONGEST = 8 * 1024;
const START = 'GET ';
const VERSION = ' HTTP/1.1';
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 9110, 5.5: visible ASCII, space and tab; what lies beyond is obsolete. */
const UNUSUAL = /[^\t\x20-\x7e]/;
/** They say how the message is framed, how the connection goes on, or want an answer first: Node's parser knows how. */
const NOT_PLAIN = new Set([
  'content-length',
  'expect',
  'http2-settings',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Reads what came in one piece from an idle connection, if it is one GET in HTTP/1.1 with nothing behind it and nothing
 * unusual in it; else null, and Node's parser has the say. It accepts less than the grammar, never more.
 */
export function readPlainGet(chunk: Buffer): PlainGet | null {
  if (chunk.length > LONGEST) return null;
  const text = chunk.toString('latin1');
  if (!text.startsWith(START) || !text.endsWith('\r\n\r\n')) return null;
  const end = text.indexOf('\r\n');
  if (!text.startsWith(VERSION, end - VERSION.length)) return null;
  const target = text.slice(START.length, end - VERSION.length);
  const headers = readHeaders(text, end + 2);
  return headers === null ? null : { method: 'GET', target, headers };
}

function readHeaders(text: string, start: number): PlainHeaders | null {
  const headers: PlainHeaders = {};
  const last = text.length - 2;
  for (let at = start; at < last;) {
    const end = text.indexOf('\r\n', at);
    const colon = text.indexOf(':', at);
    if (colon < 0 || colon > end) return null;
    const name = text.slice(at, colon).toLowerCase();
    const raw = text.slice(colon + 1, end);
    if (!isPlain(name, raw)) return null;
    const known = KNOWN.get(name);
    if (known !== undefined) {
      if (headers[known] !== undefined) return null;
      headers[known] = raw.trim();
    }
    at = end + 2;
  }
  // RFC 9112, 3.2: exactly one Host, and a good one.
  return headers.host && isHost(headers.host) ? headers : null;
}

function isPlain(name: string, raw: string): boolean {
  if (NOT_PLAIN.has(name) || !TOKEN.test(name) || UNUSUAL.test(raw)) return false;
  return name !== 'connection' || raw.trim().toLowerCase() === 'keep-alive';
}
