import type { FastifyReply } from 'fastify';

/**
 * What a page of ours may do: run and style itself from this door, and call it. The identity provider is called by the sign-in
 * (token endpoint), so its origin is in there where one is configured. Nobody frames us.
 */
export function pagePolicy(connectTo: readonly string[] = [], styles: readonly string[] = []): string {
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", ...styles],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...connectTo],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

export function withPolicy(reply: FastifyReply, policy: string): FastifyReply {
  return reply.header('content-security-policy', policy);
}
