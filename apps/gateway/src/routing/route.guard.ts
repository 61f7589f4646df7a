import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import { pathOf } from '@waybill/platform';
import { findRoute } from './find-route.js';
import type { GatewayRequest } from './gateway-request.js';

@Injectable()
export class RouteGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<GatewayRequest>();
    const route = findRoute(request.method, pathOf(request.url));
    if (route === null) throw new DomainError('not-found', 'NOT_FOUND', 'There is nothing at this path');
    request.waybillRoute = route;
    request.routeLabel = route.path;
    return true;
  }
}
