import type { Caller, Client } from '@waybill/platform';
import type { Request } from '../application/requester.js';

/** The event contracts' bounds: a longer header is cut. */
const LONGEST_AGENT = 1024;
const LONGEST_REFERRER = 500;

/** Who asks, and with what program. */
export function requestOf(requester: Caller, { network, userAgent, referer }: Client): Request {
  const client = {
    network,
    userAgent: userAgent?.slice(0, LONGEST_AGENT) ?? null,
    referrer: referer?.slice(0, LONGEST_REFERRER) ?? null,
  };
  return { requester, client };
}
