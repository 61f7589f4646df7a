import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { RequestContext, type RequestFacts } from '../tracing/request-context.js';
import { isTraceparent, newTraceparent } from '../tracing/traceparent.js';
import { requestIdOf } from './fastify-adapter.js';
import { headerOf, REQUEST_ID_HEADER, TRACE_HEADER } from './headers.js';
import type { PlatformRequest } from './platform-request.js';
import { endOf, type RecordRequest, requestRecorder } from './request-record.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** For what is answered before any hook runs. */
    recordRequest: RecordRequest;
  }
}

/** What a request brought along, or what it is given. */
export function requestFactsOf(
  request: { readonly headers: IncomingHttpHeaders },
  requestId = requestIdOf(request),
): RequestFacts {
  const traceparent = headerOf(request, TRACE_HEADER);
  return { requestId, traceparent: isTraceparent(traceparent) ? traceparent : newTraceparent() };
}

/** The context of each request, and afterwards one line of log and one measurement. */
export function addRequestHooks(fastify: FastifyInstance, logger: Logger): void {
  const facts = new WeakMap<FastifyRequest, RequestFacts>();
  const finished = new WeakSet<FastifyRequest>();
  const record = requestRecorder(logger);
  fastify.decorate('recordRequest', record);
  fastify.addHook('onRequest', (request, reply, done) => {
    const own = requestFactsOf(request.raw, request.id);
    facts.set(request, own);
    void reply.header(REQUEST_ID_HEADER, request.id);
    // Fastify hears of answers that finish; one that was cut, or that nobody waited for, has its line as well.
    reply.raw.once('close', () => finish(request, reply));
    RequestContext.run(own, done);
  });
  // Reading the body goes on from the socket's events, which know nothing of the request: enter its context again.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const own = facts.get(request);
    if (own === undefined) done();
    else RequestContext.run(own, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    finish(request, reply);
    done();
  });

  function finish(request: FastifyRequest, reply: FastifyReply): void {
    if (finished.has(request)) return;
    finished.add(request);
    const route = (request as PlatformRequest).routeLabel ?? request.routeOptions.url ?? 'unmatched';
    record({ ...endOf(request.raw, reply.raw), route, ms: reply.elapsedTime }, facts.get(request));
  }
}
