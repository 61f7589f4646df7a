import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { pathOf } from '../errors/error-renderer.js';
import { requestDuration } from '../metrics/metrics.js';
import { RequestContext, type RequestFacts } from '../tracing/request-context.js';
import { isTraceparent, newTraceparent } from '../tracing/traceparent.js';
import type { PlatformRequest } from './platform-request.js';
import { headerOf, REQUEST_ID_HEADER, TRACE_HEADER } from './headers.js';

/** Routes that are asked all day by machines: their lines are debug. */
const QUIET = /^\/(health\/|metrics$)/;

/** The context of each request, and afterwards one line of log and one measurement. */
export function addRequestHooks(fastify: FastifyInstance, logger: Logger): void {
  const facts = new WeakMap<FastifyRequest, RequestFacts>();
  const duration = requestDuration();
  fastify.addHook('onRequest', (request, reply, done) => {
    const traceparent = headerOf(request, TRACE_HEADER);
    const own = {
      requestId: request.id,
      traceparent: isTraceparent(traceparent) ? traceparent : newTraceparent(),
    };
    facts.set(request, own);
    void reply.header(REQUEST_ID_HEADER, request.id);
    RequestContext.run(own, done);
  });
  // Reading the body goes on from the socket's events, which know nothing of the request: enter its context again.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const own = facts.get(request);
    if (own === undefined) done();
    else RequestContext.run(own, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = (request as PlatformRequest).routeLabel ?? request.routeOptions.url ?? 'unmatched';
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    const own = facts.get(request);
    if (own === undefined) logRequest(logger, request, reply);
    else RequestContext.run(own, () => logRequest(logger, request, reply));
    done();
  });
}

/** The path alone: a query may hold a ticket. */
function logRequest(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const path = pathOf(request.url);
  const line = {
    method: request.method,
    path,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    ...(reply.raw.writableFinished ? {} : { aborted: true }),
  };
  if (QUIET.test(path)) logger.debug(line, 'request');
  else logger.info(line, 'request');
}
