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
  const finished = new WeakSet<FastifyRequest>();
  const duration = requestDuration();
  fastify.addHook('onRequest', (request, reply, done) => {
    const traceparent = headerOf(request, TRACE_HEADER);
    const own = {
      requestId: request.id,
      traceparent: isTraceparent(traceparent) ? traceparent : newTraceparent(),
    };
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
    const status = statusOf(reply);
    duration.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    const own = facts.get(request);
    if (own === undefined) logRequest(logger, request, reply);
    else RequestContext.run(own, () => logRequest(logger, request, reply));
  }
}

/** As nginx has it for a client that went before there was an answer. */
const CLIENT_GONE = 499;

function statusOf({ raw }: FastifyReply): number {
  return raw.headersSent ? raw.statusCode : CLIENT_GONE;
}

/** The path alone: a query may hold a ticket. */
function logRequest(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const path = pathOf(request.url);
  const line = {
    method: request.method,
    path,
    status: statusOf(reply),
    ms: Math.round(reply.elapsedTime * 10) / 10,
    ...(reply.raw.writableFinished ? {} : { aborted: true }),
  };
  if (QUIET.test(path)) logger.debug(line, 'request');
  else logger.info(line, 'request');
}
