import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  childOf,
  NETWORK_HEADER,
  REQUEST_ID_HEADER,
  type RequestFacts,
  requestFactsOf,
  TRACE_HEADER,
} from '@waybill/platform';
import type { FastifyInstance } from 'fastify';
import type { Dispatcher } from 'undici';
import { GatewaySettings } from '../config.js';
import { networkOf } from '../limits/client-network.js';
import { SECURITY_HEADERS } from '../operations/security-headers.js';
import { findRoute } from '../routing/find-route.js';
import { goneSignal } from './gone-signal.js';
import { forwardedHeaders, returnedHeaders } from './headers.js';
import type { UpstreamAnswer } from './upstream-answer.js';
import { Upstreams } from './upstreams.js';

/** A link as `entitlements` writes it. */
const LINK = /^\/api\/v1\/files\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/download\?token=[\w.-]+$/;
/** With any of these somebody else has a say: on who asks, from where, from which page, and with what body. */
const ORDINARY = [
  'authorization',
  'content-length',
  'expect',
  'origin',
  'transfer-encoding',
  'x-forwarded-for',
];
const ROUTE = findRoute('GET', '/api/v1/files/id/download')?.path ?? '';

/**
 * In front of the framework: a download by its ticket alone, about which no guard has anything to ask (nobody says who he is, and
 * its limit is the service's), is carried at once. Everything else goes the ordinary way, and so does every failure. It exists
 * for files of a MiB or so, where the way through the framework costs more than the bytes (`npm run bench -- bytes:1m`).
 */
@Injectable()
export class FastLane implements OnModuleInit {
  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly upstreams: Upstreams,
    private readonly settings: GatewaySettings,
  ) {}

  onModuleInit(): void {
    // Where pages of other origins may call, answers say more than the headers below.
    if (!this.upstreams.hasLane || this.settings.config.CORS_ORIGINS !== undefined) return;
    const server = this.adapters.httpAdapter.getHttpServer() as Server;
    const ordinary = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      const goOrdinary = () => {
        for (const listener of ordinary) listener.call(server, request, response);
      };
      if (isPlain(request)) this.#answer(request, response, goOrdinary);
      else goOrdinary();
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse, goOrdinary: () => void): void {
    const facts = requestFactsOf(request);
    const forget = this.#recordAtClose(request, response, facts);
    const signal = goneSignal(response);
    this.upstreams
      .request('download', this.#upstreamRequest(request, facts, signal))
      .then(
        (answer) => carry(answer, response, facts),
        (error: unknown) => {
          if (signal.aborted) return;
          forget();
          this.upstreams.failures.note(request, error);
          goOrdinary();
        },
      )
      .catch(() => response.destroy());
  }

  #upstreamRequest(
    request: IncomingMessage,
    facts: RequestFacts,
    signal: AbortSignal,
  ): Dispatcher.RequestOptions {
    const network = networkOf(request.socket.remoteAddress ?? '');
    return {
      origin: this.upstreams.origin('storage-element'),
      path: request.url ?? '',
      method: 'GET',
      headers: {
        ...forwardedHeaders(request.headers),
        ...(network !== null && { [NETWORK_HEADER]: network }),
        [REQUEST_ID_HEADER]: facts.requestId,
        [TRACE_HEADER]: childOf(facts.traceparent),
      },
      headersTimeout: this.settings.config.UPSTREAM_TIMEOUT_SECONDS * 1000,
      bodyTimeout: 0,
      signal,
    };
  }

  /** Gives what leaves it to others. */
  #recordAtClose(request: IncomingMessage, response: ServerResponse, facts: RequestFacts): () => void {
    const fastify: FastifyInstance = this.adapters.httpAdapter.getInstance();
    const started = performance.now();
    const record = () =>
      fastify.recordRequest({ request, response, route: ROUTE, ms: performance.now() - started }, facts);
    response.once('close', record);
    return () => response.off('close', record);
  }
}

function isPlain({ method, url = '', headers }: IncomingMessage): boolean {
  return method === 'GET' && LINK.test(url) && ORDINARY.every((name) => headers[name] === undefined);
}

function carry(
  { statusCode, headers, body }: UpstreamAnswer,
  response: ServerResponse,
  facts: RequestFacts,
): void {
  response.writeHead(statusCode, {
    ...SECURITY_HEADERS,
    ...returnedHeaders(headers),
    [REQUEST_ID_HEADER]: facts.requestId,
  });
  if (Buffer.isBuffer(body)) {
    response.end(body);
    return;
  }
  // An answer that is not whole is cut, so that nobody takes it for one.
  body.once('error', () => response.destroy());
  response.once('close', () => body.destroy());
  body.pipe(response);
}
