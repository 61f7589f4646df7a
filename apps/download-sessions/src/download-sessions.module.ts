import { type DynamicModule, Module } from '@nestjs/common';
import { MessagingModule } from '@waybill/messaging';
import { DatabaseModule, IdempotencyModule, RequestContext, carrierOf } from '@waybill/platform';
import { adapters } from './adapters.js';
import type { DownloadSessionsConfig } from './config.js';
import { OfflineDownloadsController } from './http/offline/downloads.controller.js';
import { OfflineStart } from './http/offline/offline-start.js';
import { OfflineTransitionsController } from './http/offline/transitions.controller.js';
import { LiveController } from './http/live/live.controller.js';
import { StartController } from './http/start.controller.js';
import { type StartEdition, StartEditions } from './http/start-edition.js';
import { TasksDownloadsController } from './http/tasks/downloads.controller.js';
import { TasksHistoryController } from './http/tasks/history.controller.js';
import { TasksTransitionsController } from './http/tasks/transitions.controller.js';
import { StartReported } from './http/tracking/start-reported.js';
import { TrackingController } from './http/tracking/tracking.controller.js';
import { DownloadJobs } from './jobs/download-jobs.js';
import { CatalogueConsumer } from './messaging/catalogue.consumer.js';
import { FilesConsumer } from './messaging/files.consumer.js';
import { GrantsConsumer } from './messaging/grants.consumer.js';
import { QuotasConsumer } from './messaging/quotas.consumer.js';
import { TransfersConsumer } from './messaging/transfers.consumer.js';
import { UsersConsumer } from './messaging/users.consumer.js';
import { DownloadRecord } from './persistence/download.record.js';
import { migrations } from './persistence/migrations/index.js';
import { USE_CASES } from './use-cases.js';

/** Static paths before those with an id. */
const CONTROLLERS = [
  LiveController,
  TasksHistoryController,
  TasksDownloadsController,
  TasksTransitionsController,
  StartController,
  TrackingController,
  OfflineDownloadsController,
  OfflineTransitionsController,
];

const CONSUMERS = [
  TransfersConsumer,
  CatalogueConsumer,
  GrantsConsumer,
  FilesConsumer,
  QuotasConsumer,
  UsersConsumer,
];

const START_EDITIONS = [OfflineStart, StartReported];

/** The only file that knows every side. */
@Module({})
export class DownloadSessionsModule {
  static register(config: DownloadSessionsConfig): DynamicModule {
    return {
      module: DownloadSessionsModule,
      imports: [...foundations(config), IdempotencyModule],
      controllers: [...CONTROLLERS, ...CONSUMERS],
      providers: [
        ...USE_CASES,
        ...adapters(config),
        ...START_EDITIONS,
        {
          provide: StartEditions,
          inject: START_EDITIONS,
          useFactory: (...editions: StartEdition[]) => new StartEditions(editions),
        },
        DownloadJobs,
      ],
    };
  }
}

function foundations(config: DownloadSessionsConfig): DynamicModule[] {
  return [
    DatabaseModule.forRoot({
      url: config.DATABASE_URL,
      entities: [DownloadRecord],
      migrations,
      poolSize: config.DATABASE_POOL_SIZE,
    }),
    MessagingModule.forRoot({
      service: 'download-sessions',
      ...carrierOf(config),
      traceparent: () => RequestContext.traceparent(),
    }),
  ];
}
