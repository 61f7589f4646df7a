import { All, Controller, Req, Res, UseGuards } from '@nestjs/common';
import { Public } from '@waybill/platform';
import type { FastifyReply } from 'fastify';
import { IdentityGuard } from '../identity/identity.guard.js';
import { LimitGuard } from '../limits/limit.guard.js';
import type { GatewayRequest } from '../routing/gateway-request.js';
import { RouteGuard } from '../routing/route.guard.js';
import { Forwarder } from './forwarder.js';

/** Every path that the gateway does not answer itself. `@Public()` for the caller token only: people are checked by JWT. */
@Public()
@Controller()
@UseGuards(RouteGuard, IdentityGuard, LimitGuard)
export class ForwardController {
  constructor(private readonly forwarder: Forwarder) {}

  // Not a bare `*`: that one belongs to CORS, for OPTIONS.
  @All([':first', ':first/*'])
  forward(@Req() request: GatewayRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.forwarder.forward(request, reply);
  }
}
