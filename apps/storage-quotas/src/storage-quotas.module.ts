import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { Clock, SystemClock } from '@waybill/kernel';
import { MessagingModule, messagingMigrations } from '@waybill/messaging';
import {
  carrierOf,
  DatabaseModule,
  Erasures,
  idempotencyMigrations,
  IdempotencyModule,
  RequestContext,
  TypeormErasures,
} from '@waybill/platform';
import { ChangeSettings } from './application/change-settings.js';
import { ChangeSubscription } from './application/change-subscription.js';
import { ExpireSubscriptions } from './application/expire-subscriptions.js';
import { FollowDownloads } from './application/follow-downloads.js';
import { ForgetEnded } from './application/forget-ended.js';
import { ForgetPerson } from './application/forget-person.js';
import { InitializeQuota } from './application/initialize-quota.js';
import { PersonDownloads } from './application/person-downloads.js';
import { PlaceHold } from './application/place-hold.js';
import { PlaceHolds } from './application/place-holds.js';
import { QuotaAudit } from './application/quota-audit.js';
import { QuotaMetrics } from './application/quota-metrics.js';
import { QuotaQueries } from './application/quota-queries.js';
import { QuotaSettings } from './application/quota-settings.js';
import { ReconcileQuotas } from './application/reconcile-quotas.js';
import { ReleaseExpiredLeases } from './application/release-expired-leases.js';
import { ReleaseHold } from './application/release-hold.js';
import { Subscriptions } from './application/subscriptions.js';
import { UpgradeQuota } from './application/upgrade-quota.js';
import { type StorageQuotasConfig } from './config.js';
import { Quotas } from './domain/quotas.js';
import { HoldsController } from './http/internal/holds.controller.js';
import { QuotaController } from './http/offline/quota.controller.js';
import { StorageController } from './http/offline/storage.controller.js';
import { QuotaJobs } from './jobs/quota-jobs.js';
import { DownloadsConsumer } from './messaging/downloads.consumer.js';
import { SubscriptionsConsumer } from './messaging/subscriptions.consumer.js';
import { UsersConsumer } from './messaging/users.consumer.js';
import { PrometheusQuotaMetrics } from './metrics/prometheus-quota-metrics.js';
import { entities, migrations } from './persistence/index.js';
import { QuotaWriter } from './persistence/quota-writer.js';
import { TypeormPersonDownloads } from './persistence/typeorm-person-downloads.js';
import { TypeormQuotaAudit } from './persistence/typeorm-quota-audit.js';
import { TypeormQuotas } from './persistence/typeorm-quotas.js';
import { TypeormSubscriptions } from './persistence/typeorm-subscriptions.js';

const USE_CASES = [
  PlaceHold,
  PlaceHolds,
  ReleaseHold,
  FollowDownloads,
  ReleaseExpiredLeases,
  InitializeQuota,
  UpgradeQuota,
  ChangeSettings,
  QuotaQueries,
  ChangeSubscription,
  ExpireSubscriptions,
  ForgetPerson,
  ForgetEnded,
  ReconcileQuotas,
];

const ADAPTERS: Provider[] = [
  QuotaWriter,
  { provide: Quotas, useClass: TypeormQuotas },
  { provide: QuotaAudit, useClass: TypeormQuotaAudit },
  { provide: Subscriptions, useClass: TypeormSubscriptions },
  { provide: PersonDownloads, useClass: TypeormPersonDownloads },
  { provide: Erasures, useClass: TypeormErasures },
  { provide: QuotaMetrics, useClass: PrometheusQuotaMetrics },
  { provide: Clock, useClass: SystemClock },
];

/** The only file that knows every side. */
@Module({})
export class StorageQuotasModule {
  static register(config: StorageQuotasConfig): DynamicModule {
    const settings = new QuotaSettings(config.LEASE_SECONDS, config.REMEMBER_DAYS, config.REPAIR_DRIFT);
    return {
      module: StorageQuotasModule,
      imports: [
        DatabaseModule.forRoot({
          url: config.DATABASE_URL,
          entities,
          migrations: [...messagingMigrations, ...idempotencyMigrations, ...migrations],
          poolSize: config.DATABASE_POOL_SIZE,
        }),
        IdempotencyModule,
        MessagingModule.forRoot({
          service: 'storage-quotas',
          ...carrierOf(config),
          traceparent: () => RequestContext.traceparent(),
        }),
      ],
      controllers: [
        HoldsController,
        StorageController,
        QuotaController,
        DownloadsConsumer,
        SubscriptionsConsumer,
        UsersConsumer,
      ],
      providers: [...USE_CASES, ...ADAPTERS, { provide: QuotaSettings, useValue: settings }, QuotaJobs],
    };
  }
}
