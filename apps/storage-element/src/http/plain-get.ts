import { readPlainGet } from '@waybill/http-lane';
import { NETWORK_HEADER, REQUEST_ID_HEADER } from '@waybill/platform';

/** What an answer with bytes may depend on. */
const MATTERING = [
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

/** A request of the simplest kind, with those of its headers that matter. */
export interface PlainGet {
  readonly method: 'GET';
  readonly target: string;
  readonly headers: Partial<Record<Mattering, string>>;
}

const KNOWN: ReadonlyMap<string, Mattering> = new Map(MATTERING.map((name) => [name, name]));

/** Null for the parser: also where one that matters comes twice. */
export function readGet(chunk: Buffer): PlainGet | null {
  const headers: PlainGet['headers'] = {};
  const target = readPlainGet(chunk, (name, value) => {
    const known = KNOWN.get(name);
    if (known === undefined) return true;
    if (headers[known] !== undefined) return false;
    headers[known] = value;
    return true;
  });
  return target === null ? null : { method: 'GET', target, headers };
}
