import type { FastifyInstance } from 'fastify';

/**
 * `POST /downloads/{id}/pause` with `Content-Type: application/json` and no body is what many clients send: no body is no body,
 * not malformed JSON.
 */
export function allowEmptyJson(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request.raw;
    const empty = (headers['content-length'] ?? '0') === '0' && headers['transfer-encoding'] === undefined;
    if (empty) delete headers['content-type'];
    done();
  });
}
