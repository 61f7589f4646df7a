import type { FastifyInstance } from 'fastify';
import { discardRest, pathOf } from '@waybill/platform';
import { DOWNLOAD } from './files.dialect.js';

const READS = new Set(['GET', 'HEAD']);

/**
 * RFC 9110, 15.5.6: a 405 names the methods that there are. It stands before anything looks at the body: what came with the
 * wrong method is of no interest.
 */
export function refuseOtherMethods(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (READS.has(request.method) || !DOWNLOAD.test(pathOf(request.url))) {
      done();
      return;
    }
    discardRest(request.raw);
    void reply
      .status(405)
      .headers({
        allow: 'GET, HEAD',
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
      })
      .send(JSON.stringify({ detail: 'Method Not Allowed', code: 'METHOD_NOT_ALLOWED' }));
  });
}
