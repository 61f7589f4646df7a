import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { EventConsumerStrategy } from '@waybill/messaging';
import { CallerGuard } from '../caller/caller.guard.js';
import { CallerTokens } from '../caller/caller-tokens.js';
import { ErrorFilter } from '../errors/error.filter.js';
import { ErrorRenderer } from '../errors/error-renderer.js';
import { HealthController } from '../health/health.controller.js';
import { Readiness } from '../health/readiness.js';
import { MetricsController } from '../metrics/metrics.controller.js';
import { Consumers } from './consumers.js';

export interface PlatformOptions {
  readonly name: string;
  readonly callerTokenSecret: string;
  readonly renderer: ErrorRenderer;
  /** False where the metrics have a port of their own. */
  readonly metricsRoute: boolean;
}

/** What every service has: tokens and their guard, errors, health, metrics. Global. */
@Module({})
export class PlatformModule {
  static register(options: PlatformOptions, service: DynamicModule | Type): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [service],
      controllers: [HealthController, ...(options.metricsRoute ? [MetricsController] : [])],
      providers: [
        {
          provide: CallerTokens,
          useFactory: () => new CallerTokens(options.name, options.callerTokenSecret),
        },
        {
          provide: Consumers,
          inject: [{ token: EventConsumerStrategy, optional: true }],
          useFactory: (strategy?: EventConsumerStrategy) => new Consumers(strategy ?? null),
        },
        { provide: Readiness, useFactory: () => new Readiness() },
        { provide: ErrorRenderer, useValue: options.renderer },
        { provide: APP_GUARD, useClass: CallerGuard },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
      exports: [CallerTokens, Readiness, ErrorRenderer],
    };
  }
}
