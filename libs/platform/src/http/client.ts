import type { FastifyRequest } from 'fastify';
import { headerOf, NETWORK_HEADER } from './headers.js';
import { type Language, language } from './language.js';

/** The program at the other end. `network` is its address cut to /24 or /48 by the gateway; never a full address. */
export interface Client {
  readonly network: string | null;
  readonly userAgent: string | null;
  readonly referer: string | null;
  readonly language: Language;
}

export function clientOf(request: FastifyRequest): Client {
  return {
    network: headerOf(request, NETWORK_HEADER) ?? null,
    userAgent: request.headers['user-agent'] ?? null,
    referer: withoutQuery(request.headers.referer) ?? null,
    language: language(request),
  };
}

/** A page's address as events may tell it: its query may be a ticket, and so may be what stands before the host. */
export function withoutQuery(referer: string | undefined): string | undefined {
  return referer?.replace(/[?#].*$/s, '').replace(/^([a-z]+:\/\/)[^/]*@/i, '$1');
}
