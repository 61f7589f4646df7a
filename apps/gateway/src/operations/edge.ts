import { MethodNotAllowedException } from '@nestjs/common';
import { type HttpOptions, pathOf } from '@waybill/platform';
import type { FastifyInstance } from 'fastify';
import type { GatewayConfig } from '../config.js';
import { PublishedMethods } from './published-methods.js';
import { SECURITY_HEADERS } from './security-headers.js';

/** What a page of another origin may read of an answer. */
const EXPOSED = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Range',
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Repr-Digest',
  'Retry-After',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-Request-Id',
];

const KNOWN_METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What the edge does before any route: security headers, and no parsing, for bodies only pass through. */
export function prepareEdge(fastify: FastifyInstance, { DOCUMENTS_ROOT }: GatewayConfig): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
  // An identity from outside is never ours to read, on no path (DESIGN.md, section 2).
  fastify.addHook('onRequest', (request, _reply, done) => {
    for (const name of Object.keys(request.raw.headers))
      if (name.startsWith('x-waybill-')) Reflect.deleteProperty(request.raw.headers, name);
    done();
  });
  // No path knows another method, whatever the framework makes of it.
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(KNOWN_METHODS.includes(request.method) ? undefined : new MethodNotAllowedException());
  });
  // Read when somebody asks in that way: hardly anybody does, and the contracts are long.
  let published: Promise<PublishedMethods> | undefined;
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (KNOWN_METHODS.includes(request.method)) {
      done(null, payload);
      return;
    }
    published ??= PublishedMethods.read(DOCUMENTS_ROOT);
    const allow = (known: PublishedMethods) => {
      const methods = known.at(pathOf(request.url));
      void reply.header('allow', (methods.length > 0 ? methods : KNOWN_METHODS).join(', '));
      done(null, payload);
    };
    published.then(allow).catch(done);
  });
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(SECURITY_HEADERS);
    done();
  });
}

/** Pages of the configured origins may call, with a bearer token; without a setting none may. */
export function corsOf({ CORS_ORIGINS }: GatewayConfig): HttpOptions['cors'] {
  if (CORS_ORIGINS === undefined) return false;
  const origin = CORS_ORIGINS.includes('*') ? '*' : CORS_ORIGINS;
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
  return { origin, methods, exposedHeaders: EXPOSED, maxAge: 600 };
}
