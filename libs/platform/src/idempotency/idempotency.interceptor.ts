import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable, of } from 'rxjs';
import { ErrorRenderer } from '../errors/error-renderer.js';
import { refusalOf } from '../errors/failure-of.js';
import type { PlatformRequest } from '../http/platform-request.js';
import { IdempotencyKeys, type KeptAnswer } from './idempotency-keys.js';
import { keyUseOf } from './key-use.js';

/** Replays the answer of a request that was made before with the same `Idempotency-Key`. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  readonly #logger = new Logger('Idempotency');

  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly renderer: ErrorRenderer,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<PlatformRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const use = keyUseOf(request);
    if (use === null) return next.handle();
    const claim = await this.keys.claim(use);
    if (claim.outcome === 'reused') throw reused();
    if (claim.outcome === 'running') throw stillRunning();
    if (claim.outcome === 'answered') return of(replay(reply, claim.answer));
    return from(this.#first(next, request, reply, { scope: use.scope, owner: claim.owner }));
  }

  /**
   * Runs to its end and keeps the answer before it is sent. As a promise of its own: Nest drops the handler's observable
   * when the client goes away, and that client is the one who will ask again.
   */
  async #first(
    next: CallHandler,
    request: PlatformRequest,
    reply: FastifyReply,
    claim: HeldClaim,
  ): Promise<unknown> {
    try {
      const result: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      await this.#settle(claim, answerOf(reply, result));
      return result;
    } catch (error) {
      await this.#settle(claim, this.#refused(error, request));
      throw error;
    }
  }

  /** A 5xx is not kept: what failed by our fault may be tried again. */
  async #settle({ scope, owner }: HeldClaim, answer: KeptAnswer): Promise<void> {
    try {
      if (answer.status >= 500) await this.keys.free(scope, owner);
      else await this.keys.keep(scope, owner, answer);
    } catch (error) {
      // The work is done and its answer must reach the client; the key frees itself when its lease ends.
      this.#logger.warn({ err: error }, 'An answer could not be kept for its Idempotency-Key');
    }
  }

  #refused(error: unknown, request: PlatformRequest): KeptAnswer {
    const refusal = refusalOf(error);
    const { body, headers } = this.renderer.render(refusal, request);
    return { status: refusal.status, headers, body: JSON.stringify(body) };
  }
}

/** Takes an `Idempotency-Key` (DESIGN.md, section 3). The service imports IdempotencyModule. */
export const Idempotent = () => UseInterceptors(IdempotencyInterceptor);

interface HeldClaim {
  readonly scope: Buffer;
  readonly owner: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';
/** Headers that belong to the answer rather than to the one response. */
const KEPT_HEADERS = ['content-type', 'location', 'cache-control'];

function answerOf(reply: FastifyReply, result: unknown): KeptAnswer {
  const own = KEPT_HEADERS.map((name) => [name, reply.getHeader(name)] as const);
  const headers = Object.fromEntries(
    own.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const body = typeof result === 'string' ? result : result === undefined ? '' : JSON.stringify(result);
  return {
    status: reply.statusCode,
    headers: { ...(body !== '' && { 'content-type': JSON_TYPE }), ...headers },
    body,
  };
}

/** The text goes out as it was kept. */
function replay(reply: FastifyReply, { status, headers, body }: KeptAnswer): string {
  void reply.status(status).headers(headers).header('idempotency-replayed', 'true');
  return body;
}

const reused = () =>
  new DomainError(
    'unprocessable',
    'IDEMPOTENCY_KEY_REUSED',
    'This Idempotency-Key was used for another request',
  );

const stillRunning = () =>
  new DomainError('conflict', 'REQUEST_IN_PROGRESS', 'The first request with this key is still running', {
    retryAfterSeconds: 1,
  });
