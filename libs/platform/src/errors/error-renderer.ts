import type { FastifyReply, FastifyRequest } from 'fastify';
import { discardRest } from '../http/discard-rest.js';
import { language } from '../http/language.js';
import type { ErrorDialect, RenderedFailure } from './failure.js';
import type { Refusal } from './failure-of.js';
import { problemJson } from './problem-json.dialect.js';
import { wordsOf } from './words.js';

/** Puts a refusal into the dialect of the request's path: the one place that writes an error. */
export class ErrorRenderer {
  readonly #dialects: readonly ErrorDialect[];

  constructor(dialects: readonly ErrorDialect[]) {
    this.#dialects = [...dialects, problemJson];
  }

  render(refusal: Refusal, request: FastifyRequest): Required<RenderedFailure> {
    const path = pathOf(request.url);
    const dialect =
      this.#dialects.find((one) => one.covers(request.method, path, request.body)) ?? problemJson;
    const { status, kind, code, details } = refusal;
    const spoken = language(request, dialect.language ?? 'en');
    const message = wordsOf(refusal, spoken);
    const failure = { status, kind, code, message, details, requestId: request.id, language: spoken, path };
    const { body, headers } = dialect.render(failure);
    return { body, headers: { ...COMMON_HEADERS, ...headersOf(refusal), ...headers } };
  }

  send(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): void {
    const { body, headers } = this.render(refusal, request);
    discardRest(request.raw);
    void reply.status(refusal.status).headers(headers).send(JSON.stringify(body));
  }
}

const COMMON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

/** RFC 9110: 11.6.1 (a 401 names the scheme), 15.5.9 (a 408 ends the connection), 10.2.3 (when to come back). */
function headersOf({ status, details }: Refusal): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer realm="waybill"' };
  if (status === 408) return { connection: 'close' };
  const { retryAfterSeconds } = details;
  if (typeof retryAfterSeconds === 'number')
    return { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) };
  return status === 503 ? { 'retry-after': '2' } : {};
}
