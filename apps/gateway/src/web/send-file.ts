import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebFile } from './web-folder.js';

/** How long a browser may keep it without asking: forever where the name changes with the content. */
export type Caching = 'immutable' | 'revalidate';

const CACHE_CONTROL: Readonly<Record<Caching, string>> = {
  immutable: 'public, max-age=31536000, immutable',
  revalidate: 'no-cache',
};

/** RFC 9110, sections 8.8.3 and 12.5.3: one strong tag a coding, the smallest coding that the client takes. */
export function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: WebFile,
  caching: Caching,
): FastifyReply {
  const coding = codingFor(request.headers['accept-encoding'], file);
  const etag = `"${file.etag}${coding === null ? '' : `-${coding}`}"`;
  void reply
    .header('cache-control', CACHE_CONTROL[caching])
    .header('etag', etag)
    .header('vary', 'accept-encoding')
    .header('cross-origin-resource-policy', 'same-origin');
  if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();
  if (coding !== null) void reply.header('content-encoding', coding);
  return reply.type(file.type).send(coding === null ? file.plain : file[coding]);
}

type Coding = 'br' | 'gzip';

function codingFor(accepted: string | undefined, file: WebFile): Coding | null {
  const wishes = (accepted ?? '').split(',').map((wish) => wish.split(';').map((part) => part.trim()));
  const taken = wishes.filter(([, weight]) => !/^q=0(\.0*)?$/.test(weight ?? '')).map(([name]) => name);
  return (['br', 'gzip'] as const).find((coding) => file[coding] !== null && taken.includes(coding)) ?? null;
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
