import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from '@waybill/contracts';
import { headerOf, NETWORK_HEADER, withoutQuery } from '@waybill/platform';

const USER_AGENT_CHARACTERS = 1024;
const REFERRER_CHARACTERS = 500;

/** The program at the other end, as events tell it. The address was cut by the gateway; without one it is unknown. */
export function clientOf(request: { readonly headers: IncomingHttpHeaders }): Client {
  const { 'user-agent': userAgent, referer } = request.headers;
  return {
    network: headerOf(request, NETWORK_HEADER) ?? null,
    userAgent: userAgent?.slice(0, USER_AGENT_CHARACTERS) ?? null,
    referrer: withoutQuery(referer)?.slice(0, REFERRER_CHARACTERS) ?? null,
  };
}
