import { setTimeout as delay } from 'node:timers/promises';
import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import {
  CALLER_HEADER,
  CallerTokens,
  childOf,
  discardRest,
  NETWORK_HEADER,
  newTraceparent,
  Readiness,
  REQUEST_ID_HEADER,
  RequestContext,
  TRACE_HEADER,
} from '@waybill/platform';
import type { FastifyReply } from 'fastify';
import type { Dispatcher } from 'undici';
import { GatewaySettings } from '../config.js';
import { networkOf } from '../limits/client-network.js';
import { type GatewayRequest, routeOf } from '../routing/gateway-request.js';
import type { Traffic } from '../routing/route-table.js';
import { goneSignal } from './gone-signal.js';
import { forwardedHeaders, returnedHeaders } from './headers.js';
import { readBody } from './read-body.js';
import type { UpstreamAnswer } from './upstream-answer.js';
import { isConnectionRefused, upstreamFailure } from './upstream-failure.js';
import { Upstreams } from './upstreams.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Three heartbeats missed: the service is gone without a word. */
const EVENTS_SILENCE_MS = 45_000;
const RETRY_AFTER_MS = [50, 200, 500];

type UpstreamRequest = Dispatcher.RequestOptions;

/** Carries a request to its service and the answer back; never looks into a body, never rewrites one. */
@Injectable()
export class Forwarder {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly tokens: CallerTokens,
    private readonly settings: GatewaySettings,
    private readonly readiness: Readiness,
  ) {}

  async forward(request: GatewayRequest, reply: FastifyReply): Promise<void> {
    const { traffic = 'call' } = routeOf(request);
    this.upstreams.failures.throwOf(request.raw);
    const gone = goneSignal(reply.raw);
    const signal = traffic === 'events' ? AbortSignal.any([gone, this.readiness.stoppingSignal]) : gone;
    const upstream = await this.#upstreamRequest(request, traffic, signal);
    const answer = await this.#send(upstream, traffic, signal);
    if (answer === null) return;
    void reply.status(answer.statusCode).headers(returnedHeaders(answer.headers));
    void reply.send(answer.body);
  }

  async #upstreamRequest(
    request: GatewayRequest,
    traffic: Traffic,
    signal: AbortSignal,
  ): Promise<UpstreamRequest> {
    const { config } = this.settings;
    const seconds = traffic === 'upload' ? config.UPLOAD_TIMEOUT_SECONDS : config.UPSTREAM_TIMEOUT_SECONDS;
    return {
      origin: this.upstreams.origin(routeOf(request).service),
      path: request.url,
      method: request.method,
      headers: await this.#headers(request),
      body: await this.#body(request, traffic),
      headersTimeout: seconds * 1000,
      bodyTimeout: bodyTimeoutOf(traffic, seconds * 1000),
      signal,
    };
  }

  async #body({ raw }: GatewayRequest, traffic: Traffic): Promise<Readable | Buffer | null> {
    if (traffic === 'upload') return detached(raw);
    return readBody(raw, { bytes: this.settings.config.BODY_LIMIT_BYTES });
  }

  async #headers(request: GatewayRequest): Promise<Record<string, string | string[]>> {
    const { identity = null } = request;
    const network = networkOf(request.ip);
    const trace = RequestContext.traceparent();
    return {
      ...forwardedHeaders(request.headers),
      ...(identity !== null && { [CALLER_HEADER]: await this.tokens.sign(identity) }),
      ...(network !== null && { [NETWORK_HEADER]: network }),
      [REQUEST_ID_HEADER]: request.id,
      [TRACE_HEADER]: trace === undefined ? newTraceparent() : childOf(trace),
    };
  }

  /** Null where the client is gone: there is nobody to answer. */
  async #send(
    upstream: UpstreamRequest,
    traffic: Traffic,
    signal: AbortSignal,
  ): Promise<UpstreamAnswer | null> {
    const pauses = SAFE.has(upstream.method) ? RETRY_AFTER_MS : [];
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.upstreams.request(traffic, upstream);
      } catch (error) {
        if (signal.aborted) return null;
        const pause = pauses[attempt];
        if (pause === undefined || !isConnectionRefused(error)) throw upstreamFailure(error);
        await delay(pause);
      }
    }
  }
}

/** A file may take as long as its reader; 0 is no limit. */
function bodyTimeoutOf(traffic: Traffic, callMs: number): number {
  if (traffic === 'call') return callMs;
  return traffic === 'events' ? EVENTS_SILENCE_MS : 0;
}

/**
 * The upload as a stream of its own. The HTTP client destroys a body that its service did not want to the end, and that must not
 * tear the connection on which the refusal goes back: from then on the rest is read away, and only from then on, because a
 * pipe that loses its end pauses the request once more.
 */
function detached(request: IncomingMessage): Readable {
  const body = new PassThrough();
  body.once('close', () => {
    request.unpipe(body);
    discardRest(request);
  });
  request.once('close', () => {
    if (!request.complete) body.destroy(new Error('The client went away'));
  });
  return request.pipe(body);
}
