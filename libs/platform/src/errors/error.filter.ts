import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ErrorRenderer } from './error-renderer.js';
import { type Refusal, refusalOf } from './failure-of.js';

/** Everything that is thrown on the way to an answer, malformed JSON and unknown routes too. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  readonly #logger = new Logger('Errors');

  constructor(private readonly renderer: ErrorRenderer) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const refusal = refusalOf(thrown);
    this.#report(refusal, thrown, request);
    // RFC 9112, section 8: an answer that has begun can only be cut, so that the client sees that it is not whole.
    if (reply.sent || reply.raw.headersSent) reply.raw.destroy();
    else this.renderer.send(refusal, request, reply);
  }

  #report(refusal: Refusal, thrown: unknown, request: FastifyRequest): void {
    if (refusal.unexpected) this.#logger.error({ err: thrown, requestId: request.id }, 'Unexpected error');
    else if (refusal.status >= 500)
      this.#logger.warn({ err: thrown, requestId: request.id }, refusal.message);
  }
}
