import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Readiness } from '@waybill/platform';
import { Upstreams } from '../forwarding/upstreams.js';

/** `/health/ready` names each service behind the gateway (DESIGN.md, section 10). */
@Injectable()
export class ReadinessOfServices implements OnModuleInit {
  constructor(
    private readonly readiness: Readiness,
    private readonly upstreams: Upstreams,
  ) {}

  onModuleInit(): void {
    for (const [name, check] of this.upstreams.checks()) this.readiness.register(name, check);
  }
}
