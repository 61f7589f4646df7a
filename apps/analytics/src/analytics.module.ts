import { type DynamicModule, Module } from '@nestjs/common';
import { MessagingModule, messagingMigrations } from '@waybill/messaging';
import { DatabaseModule, carrierOf } from '@waybill/platform';
import { analyticsProviders } from './analytics.providers.js';
import type { AnalyticsConfig } from './config.js';
import { OperationsController } from './http/operations/operations.controller.js';
import { StatsController } from './http/tasks/stats.controller.js';
import { TrackingController } from './http/tracking/tracking.controller.js';
import { consumers } from './messaging/index.js';
import { analyticsMigrations } from './persistence/migrations/index.js';

/** With analytics.providers.ts the only file that knows every side. */
@Module({})
export class AnalyticsModule {
  static register(config: AnalyticsConfig): DynamicModule {
    return {
      module: AnalyticsModule,
      imports: [
        DatabaseModule.forRoot({
          url: config.DATABASE_URL,
          poolSize: config.DATABASE_POOL_SIZE,
          preparesStatements: false,
          entities: [],
          migrations: [...messagingMigrations, ...analyticsMigrations],
        }),
        MessagingModule.forRoot({
          service: 'analytics',
          ...carrierOf(config),
        }),
      ],
      controllers: [TrackingController, StatsController, OperationsController, ...consumers],
      providers: analyticsProviders(config),
    };
  }
}
