import { type IncomingHttpHeaders, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { NestApplicationOptions } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { uuidv7 } from '@waybill/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ErrorRenderer } from '../errors/error-renderer.js';
import { refusalOf } from '../errors/failure-of.js';
import { REQUEST_ID_HEADER } from './headers.js';

export interface HttpOptions {
  /** Of JSON bodies; 1 MiB by default. */
  readonly bodyLimit?: number;
  /** For a whole request with its body to arrive; 0 is no limit, for uploads. 60 s by default. */
  readonly requestTimeoutMs?: number;
  /** False where bodies only pass through and no parser may touch them; true by default. */
  readonly parseBodies?: boolean;
  /** Which pages of other origins may call; none by default. */
  readonly cors?: NestApplicationOptions['cors'];
  /** True, or the addresses and networks, whose `x-forwarded-*` are believed. */
  readonly trustProxy?: boolean | string[];
}

const MIB = 1024 * 1024;
/** Longer than any client of ours keeps an idle connection, so that the server is never the one to close first. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_MS = 20_000;
const REQUEST_ID = /^[A-Za-z0-9._:/+=-]{1,128}$/;

export function createAdapter(renderer: ErrorRenderer, options: HttpOptions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: options.bodyLimit ?? MIB,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: options.requestTimeoutMs ?? 60_000,
    trustProxy: options.trustProxy ?? false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: requestIdOf,
    http: { headersTimeout: HEADERS_MS, maxHeaderSize: 32 * 1024 },
    routerOptions: { maxParamLength: 512 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      renderer.send(refusalOf(error), request, reply),
    clientErrorHandler: answerBrokenRequest,
  });
  return adapter;
}

/** The one it came with, where it is a decent one, else a new one. */
export function requestIdOf(request: { readonly headers: IncomingHttpHeaders }): string {
  const given = request.headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : uuidv7();
}

const STATUS_OF_PARSER: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What is no HTTP has no path, so no edition: the status line is all it gets. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS_OF_PARSER[error.code ?? ''] ?? 400;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
}
