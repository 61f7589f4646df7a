import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type GatewayRequest, routeOf } from '../routing/gateway-request.js';
import { Admission } from './admission.js';

/** Requests per person or per address; a download by ticket is limited in bytes, by its transfers (DESIGN.md, section 8). */
@Injectable()
export class LimitGuard implements CanActivate {
  constructor(private readonly admission: Admission) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GatewayRequest>();
    const identity = request.identity ?? null;
    if (identity !== null) await this.admission.ofPerson(request, identity);
    else if (routeOf(request).access !== 'ticket') await this.admission.ofAddress(request);
    return true;
  }
}
