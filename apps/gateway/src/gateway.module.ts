import { type DynamicModule, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { type GatewayConfig, GatewaySettings } from './config.js';
import { FastLane } from './forwarding/fast-lane.js';
import { ForwardController } from './forwarding/forward.controller.js';
import { Forwarder } from './forwarding/forwarder.js';
import { Upstreams } from './forwarding/upstreams.js';
import { JwtStrategy } from './identity/jwt.strategy.js';
import { Admission } from './limits/admission.js';
import { LimitHeadersHook } from './limits/limit-headers.hook.js';
import { MemoryRateLimiter } from './limits/memory-rate-limiter.js';
import { RedisConnection } from './limits/redis-connection.js';
import { RedisRateLimiter } from './limits/redis-rate-limiter.js';
import { RateLimiter } from './limits/rate-limiter.js';
import { MetricsServer } from './operations/metrics-server.js';
import { ReadinessOfServices } from './operations/readiness-of-services.js';
import { ContractDocuments } from './web/contract-documents.js';
import { DashboardController } from './web/dashboard.controller.js';
import { DocumentationController } from './web/documentation.controller.js';
import { LocalIdentityProvider } from './web/local-identity-provider.js';
import { SignInController } from './web/sign-in.controller.js';

@Module({})
export class GatewayModule {
  static register(config: GatewayConfig): DynamicModule {
    return {
      module: GatewayModule,
      imports: [PassportModule.register({ session: false })],
      controllers: [DashboardController, SignInController, DocumentationController, ForwardController],
      providers: [
        { provide: GatewaySettings, useValue: { config } },
        { provide: RateLimiter, useFactory: () => rateLimiterOf(config) },
        Admission,
        ContractDocuments,
        FastLane,
        Forwarder,
        JwtStrategy,
        LimitHeadersHook,
        LocalIdentityProvider,
        MetricsServer,
        ReadinessOfServices,
        Upstreams,
      ],
    };
  }
}

function rateLimiterOf({ REDIS_URL: url }: GatewayConfig): RateLimiter {
  const memory = new MemoryRateLimiter();
  return url === undefined ? memory : new RedisRateLimiter(new RedisConnection(url), memory);
}
