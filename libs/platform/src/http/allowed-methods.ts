import { MethodNotAllowedException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { pathOf } from '../errors/error-renderer.js';

interface KnownRoute {
  readonly pattern: readonly string[];
  readonly methods: readonly string[];
}

/** RFC 9110, section 15.5.6: a path that answers other methods says which. */
export function answerOtherMethods(fastify: FastifyInstance): void {
  const routes: KnownRoute[] = [];
  fastify.addHook('onRoute', ({ url, method }) => {
    routes.push({ pattern: url.split('/'), methods: [method].flat() });
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const allowed = request.is404 ? methodsAt(pathOf(request.url), routes) : [];
    if (allowed.length === 0) {
      done();
      return;
    }
    void reply.header('allow', allowed.join(', '));
    done(new MethodNotAllowedException());
  });
}

/** A path that is written out is not what `:id` beside it means. */
function methodsAt(path: string, routes: readonly KnownRoute[]): string[] {
  const segments = path.split('/');
  const fitting = routes.filter(({ pattern }) => fits(pattern, segments));
  const exact = fitting.filter(({ pattern }) => pattern.join('/') === path);
  const methods = (exact.length > 0 ? exact : fitting).flatMap((route) => route.methods);
  return [...new Set(methods)].toSorted();
}

/** `/downloads/:id/start`: a name is one segment. A catch-all says nothing of a path. */
function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every(
    (part, index) => part === segments[index] || (part.startsWith(':') && segments[index] !== ''),
  );
}
