import type { FastifyInstance } from 'fastify';

const UPLOAD = /^\/api\/v1\/files\/[^/?#]+\/?(?:[?#]|$)/;
const RAW = 'application/vnd.waybill.upload';
const ORIGINAL = 'x-waybill-media-type';

/** An uploaded file's own media type, `application/json` included, must not bring Fastify's parsers to its bytes. */
export function acceptRawUploads(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(RAW, (_request, _payload, done) => done(null, undefined));
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request.raw;
    if (request.method === 'PUT' && UPLOAD.test(request.url)) {
      headers[ORIGINAL] = headers['content-type'] ?? '';
      headers['content-type'] = RAW;
    }
    done();
  });
}

/** What the sender said the file is; empty where he said nothing. */
export function uploadedMediaType(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  const value = headers[ORIGINAL];
  return typeof value === 'string' ? value : '';
}
