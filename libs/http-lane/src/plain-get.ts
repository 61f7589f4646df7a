import { isHost } from '@waybill/platform';

/** Takes a field of the request, its name in lower case; false leaves the whole request to Node's parser. */
export type TakeField = (name: string, value: string) => boolean;

const LONGEST = 8 * 1024;
const START = 'GET ';
const VERSION = ' HTTP/1.1';
/** RFC 9112, 3.2.1: the origin-form; what is no visible ASCII, and a fragment, are for others to refuse. */
const TARGET = /^\/[!"$-~]*$/;
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
 * unusual in it, and gives its target; else null, and Node's parser has the say. It accepts less than the grammar, never more.
 * `take` gets each field but `Host` and `Connection`, which are checked here.
 */
export function readPlainGet(chunk: Buffer, take: TakeField): string | null {
  if (chunk.length > LONGEST) return null;
  const text = chunk.toString('latin1');
  if (!text.startsWith(START) || !text.endsWith('\r\n\r\n')) return null;
  const end = text.indexOf('\r\n');
  if (!text.startsWith(VERSION, end - VERSION.length)) return null;
  const target = text.slice(START.length, end - VERSION.length);
  return TARGET.test(target) && readFields(text, end + 2, take) ? target : null;
}

/** RFC 9112, 3.2: exactly one Host, and a good one. */
function readFields(text: string, start: number, take: TakeField): boolean {
  const last = text.length - 2;
  let hasHost = false;
  for (let at = start; at < last;) {
    const end = text.indexOf('\r\n', at);
    const colon = text.indexOf(':', at);
    if (colon < 0 || colon > end) return false;
    const name = text.slice(at, colon).toLowerCase();
    const value = text.slice(colon + 1, end);
    if (UNUSUAL.test(value)) return false;
    if (name === 'host') {
      if (hasHost || !isNamed(value.trim())) return false;
      hasHost = true;
    } else if (!isPlain(name, value) || (name !== 'connection' && !take(name, value.trim()))) return false;
    at = end + 2;
  }
  return hasHost;
}

function isNamed(host: string): boolean {
  return host !== '' && isHost(host);
}

function isPlain(name: string, value: string): boolean {
  if (NOT_PLAIN.has(name) || !TOKEN.test(name)) return false;
  return name !== 'connection' || value.trim().toLowerCase() === 'keep-alive';
}
