/** The head of an answer whose length is known, and nothing unusual in it. */
export interface AnswerHead {
  readonly status: number;
  /** Names in lower case; a repeated one is a list. */
  readonly headers: Record<string, string | string[]>;
  /** Bytes of the body. */
  readonly length: number;
  /** Whether the connection may carry another exchange. */
  readonly stays: boolean;
}

const STATUS_LINE = /^HTTP\/1\.1 ([2-5]\d\d)(?: [\t\x20-\x7e]*)?$/;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 9110, 5.5: visible characters, space and tab; the obsolete text beyond ASCII passes as it is. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const LENGTH = /^\d{1,15}$/;
/** RFC 9112, 6.3: no body, whatever the head says. */
const BODILESS = new Set([204, 304]);

/**
 * Reads a whole head, up to and with its empty line. Null for whatever is framed in another way or looks odd: a whole parser
 * has the say there. It accepts less than the grammar, never more.
 */
export function readAnswerHead(text: string): AnswerHead | null {
  const [first = '', ...lines] = text.slice(0, -4).split('\r\n');
  const status = Number(STATUS_LINE.exec(first)?.[1]);
  const headers = readHeaders(lines);
  if (Number.isNaN(status) || headers === null) return null;
  const length = BODILESS.has(status) ? 0 : lengthOf(headers);
  const stays = staysOf(headers);
  return length === null || stays === null ? null : { status, headers, length, stays };
}

function readHeaders(lines: readonly string[]): AnswerHead['headers'] | null {
  const headers: AnswerHead['headers'] = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (colon < 1 || !TOKEN.test(name) || !VALUE.test(value)) return null;
    add(headers, name.toLowerCase(), value);
  }
  return headers;
}

function add(headers: AnswerHead['headers'], name: string, value: string): void {
  const known = headers[name];
  headers[name] = known === undefined ? value : [known, value].flat();
}

/** RFC 9112, 6.3: one length, and no transfer coding that would override it. */
function lengthOf(headers: AnswerHead['headers']): number | null {
  const length = headers['content-length'];
  if (headers['transfer-encoding'] !== undefined || typeof length !== 'string') return null;
  return LENGTH.test(length) ? Number(length) : null;
}

/** Null for options of a connection that are not ours to know. */
function staysOf({ connection = 'keep-alive', upgrade }: AnswerHead['headers']): boolean | null {
  if (upgrade !== undefined || typeof connection !== 'string') return null;
  const option = connection.toLowerCase();
  return option === 'keep-alive' || option === 'close' ? option === 'keep-alive' : null;
}
