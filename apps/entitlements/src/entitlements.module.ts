import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from '@waybill/kernel';
import { MessagingModule, messagingMigrations } from '@waybill/messaging';
import {
  DatabaseModule,
  IdempotencyModule,
  idempotencyMigrations,
  RequestContext,
  carrierOf,
} from '@waybill/platform';
import { adapters } from './adapters.js';
import type { EntitlementsConfig } from './config.js';
import { EntitlementsJobs } from './entitlements-jobs.js';
import { OrdersController } from './http/administration/orders.controller.js';
import { SubscriptionsController } from './http/administration/subscriptions.controller.js';
import { UsersController } from './http/administration/users.controller.js';
import { AssetsController } from './http/catalogue/assets.controller.js';
import { InternalController } from './http/internal/internal.controller.js';
import { StoreController } from './http/store/store.controller.js';
import { consumers } from './messaging/index.js';
import { entitlementsMigrations } from './persistence/migrations/index.js';
import { useCases } from './use-cases.js';

const controllers = [
  AssetsController,
  InternalController,
  OrdersController,
  StoreController,
  SubscriptionsController,
  UsersController,
];

@Module({})
export class EntitlementsModule {
  /** `clock` is for tests that move time. */
  static register(config: EntitlementsConfig, clock?: Clock): DynamicModule {
    return {
      module: EntitlementsModule,
      imports: [
        DatabaseModule.forRoot({
          url: config.DATABASE_URL,
          poolSize: config.DATABASE_POOL_SIZE,
          entities: [],
          migrations: [...idempotencyMigrations, ...messagingMigrations, ...entitlementsMigrations],
        }),
        IdempotencyModule,
        MessagingModule.forRoot({
          service: 'entitlements',
          ...carrierOf(config),
          traceparent: RequestContext.traceparent,
        }),
      ],
      controllers: [...controllers, ...consumers],
      providers: [...useCases, ...adapters(config, clock), EntitlementsJobs],
    };
  }
}
