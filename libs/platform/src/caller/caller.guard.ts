import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@waybill/kernel';
import { CALLER_HEADER, headerOf } from '../http/headers.js';
import type { PlatformRequest } from '../http/platform-request.js';
import { Caller, type Role } from './caller.js';
import { CallerTokens } from './caller-tokens.js';
import { INTERNAL, PUBLIC, ROLES_ALLOWED } from './decorators.js';

/** On every route: a good caller token, unless the route is @Public(); then its roles. */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(
    private readonly tokens: CallerTokens,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<PlatformRequest>();
    const caller = await this.#identify(request);
    if (caller !== null) request.caller = caller;
    else if (this.#says(PUBLIC, context) !== true) throw unauthorized();
    if (caller !== null) this.#authorize(caller, context);
    return true;
  }

  async #identify(request: PlatformRequest): Promise<Caller | null> {
    const token = headerOf(request, CALLER_HEADER);
    if (token === undefined) return null;
    const claims = await this.tokens.verify(token);
    if (claims === null) throw unauthorized();
    return new Caller({ ...claims, requestId: request.id });
  }

  #authorize(caller: Caller, context: ExecutionContext): void {
    const roles = this.#says(ROLES_ALLOWED, context) as readonly Role[] | undefined;
    if (roles !== undefined && !caller.has(...roles)) throw forbidden();
    if (this.#says(INTERNAL, context) === true && caller.service === null) throw forbidden();
  }

  #says(key: string, context: ExecutionContext): unknown {
    return this.reflector.getAllAndOverride<unknown>(key, [context.getHandler(), context.getClass()]);
  }
}

const unauthorized = () => new DomainError('unauthenticated', 'UNAUTHORIZED', 'Authentication is required');
const forbidden = () => new DomainError('forbidden', 'FORBIDDEN', 'This is not allowed for you');
