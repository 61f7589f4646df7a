import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { type Client, clientOf } from '../http/client.js';
import type { PlatformRequest } from '../http/platform-request.js';
import type { Caller, Role } from './caller.js';

export const PUBLIC = 'waybill:public';
export const ROLES_ALLOWED = 'waybill:roles';
export const INTERNAL = 'waybill:internal';

/** Answers without a caller token; one that is present is still read, and must be good. */
export const Public = () => applyDecorators(SetMetadata(PUBLIC, true), ApiExtension('x-public', true));
/** For callers with at least one of these roles; else 403. */
export const Roles = (...roles: readonly Role[]) => SetMetadata(ROLES_ALLOWED, roles);
/** For other services only: the gateway's own token is refused. */
export const Internal = () => SetMetadata(INTERNAL, true);

const request = (context: ExecutionContext) => context.switchToHttp().getRequest<PlatformRequest>();

/** The caller, as a `Caller`; null on a @Public() route that was called without a token. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller | null => request(context).caller ?? null,
);

/** What is known of the program at the other end, as a `Client`. */
export const ClientInfo = createParamDecorator((_: unknown, context: ExecutionContext): Client =>
  clientOf(request(context)),
);
