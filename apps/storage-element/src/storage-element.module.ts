import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Clock, SystemClock } from '@waybill/kernel';
import { MessagingModule, Outbox, Transactions } from '@waybill/messaging';
import {
  CallerTokens,
  DatabaseModule,
  Jobs,
  Readiness,
  RequestContext,
  ServiceClient,
  carrierOf,
} from '@waybill/platform';
import { openJournal } from './accounting/open-journal.js';
import { TransferJournal } from './accounting/transfer-journal.js';
import { LEDGER_DEFAULTS, TransferLedger } from './accounting/transfer-ledger.js';
import { TransferBook } from './accounting/transfer-book.js';
import { TransferLog } from './accounting/transfer-log.js';
import { AccessDecisions } from './application/access-decisions.js';
import { AdmitDownload } from './application/admit-download.js';
import { FileCatalogue } from './application/file-catalogue.js';
import { Files } from './application/files.js';
import { InspectFile } from './application/inspect-file.js';
import { OpenFile } from './application/open-file.js';
import { PublishFile } from './application/publish-file.js';
import { RemoveFile } from './application/remove-file.js';
import { ReplicaNews } from './application/replica-news.js';
import { RunningTransfers } from './application/running-transfers.js';
import { ScrubFiles } from './application/scrub-files.js';
import { ServeFile } from './application/serve-file.js';
import { StopDownloads } from './application/stop-downloads.js';
import { StoppedDownloads } from './application/stopped-downloads.js';
import { Stops } from './application/stops.js';
import { StoreFile } from './application/store-file.js';
import { Throttles } from './application/throttles.js';
import { UploadArea } from './application/upload-area.js';
import { Tickets } from './application/tickets.js';
import { EntitlementsDecisions } from './calls/entitlements-decisions.js';
import { ratesOf, type StorageElementConfig } from './config.js';
import { cachePolicy } from './http/cache-control.js';
import { DownloadDoor } from './http/download-door.js';
import { DownloadsController } from './http/downloads.controller.js';
import { FastLane } from './http/fast-lane.js';
import { FilesController } from './http/files.controller.js';
import { UploadReader } from './http/upload-reader.js';
import { UploadsController } from './http/uploads.controller.js';
import { DownloadsConsumer } from './messaging/downloads.consumer.js';
import { GrantsConsumer } from './messaging/grants.consumer.js';
import { migrations } from './persistence/migrations/index.js';
import { TypeormFiles } from './persistence/typeorm-files.js';
import { TypeormStoppedDownloads } from './persistence/typeorm-stopped-downloads.js';
import { TypeormTransferBook } from './persistence/typeorm-transfer-book.js';
import type { Replacements } from './replacements.js';
import { ByteStore } from './sources/byte-store.js';
import { openStorage } from './sources/open-storage.js';
import type { Storage } from './sources/storage.js';
import { ElementJobs } from './element-jobs.js';
import { ElementLifecycle } from './element-lifecycle.js';
import { JoseTickets } from './tickets/jose-tickets.js';
import { BodySender } from './transfer/body-sender.js';
import { uploads } from './upload-providers.js';

const STORAGE = Symbol('storage');

@Module({})
export class StorageElementModule {
  static register(config: StorageElementConfig, { book }: Replacements = {}): DynamicModule {
    return {
      module: StorageElementModule,
      imports: [
        DatabaseModule.forRoot({
          url: config.DATABASE_URL,
          entities: [],
          migrations,
          poolSize: config.DATABASE_POOL_SIZE,
        }),
        MessagingModule.forRoot({
          service: 'storage-element',
          ...carrierOf(config),
          traceparent: () => RequestContext.traceparent(),
        }),
      ],
      controllers: [
        DownloadsController,
        FilesController,
        UploadsController,
        DownloadsConsumer,
        GrantsConsumer,
      ],
      providers: [...rules(config), ...uploads(config), ...adapters(config), ...accounting(config, book)],
    };
  }
}

function rules(config: StorageElementConfig): Provider[] {
  return [
    { provide: Clock, useClass: SystemClock },
    AdmitDownload,
    FastLane,
    FileCatalogue,
    InspectFile,
    OpenFile,
    PublishFile,
    RemoveFile,
    ReplicaNews,
    ServeFile,
    StopDownloads,
    Stops,
    StoreFile,
    {
      provide: RunningTransfers,
      inject: [Stops],
      useFactory: (stops: Stops) =>
        new RunningTransfers(stops, { perPerson: config.MAX_TRANSFERS_PER_PERSON }),
    },
    {
      provide: ScrubFiles,
      inject: [Files, InspectFile, Clock],
      useFactory: (files: Files, inspect: InspectFile, clock: Clock) =>
        new ScrubFiles(files, inspect, clock, {
          ageMs: config.SCRUB_AGE_SECONDS * 1000,
          bytesPerSecond: config.SCRUB_BYTES_PER_SECOND,
          roundMs: config.SCRUB_INTERVAL_SECONDS * 1000,
        }),
    },
    { provide: Throttles, useFactory: () => new Throttles(ratesOf(config)) },
    {
      provide: DownloadDoor,
      inject: [AdmitDownload, ServeFile],
      useFactory: (admit: AdmitDownload, serve: ServeFile) =>
        new DownloadDoor(admit, serve, {
          cacheControl: cachePolicy(config.FILE_CACHE_CONTROL),
          accelPrefix: config.ACCEL_REDIRECT_PREFIX ?? null,
        }),
    },
    {
      provide: UploadReader,
      inject: [ByteStore],
      useFactory: ({ largestBody }: ByteStore) =>
        new UploadReader({
          maxBytes: Math.min(config.MAX_FILE_BYTES, largestBody),
          stallMs: config.UPLOAD_STALL_SECONDS * 1000,
        }),
    },
  ];
}

function adapters(config: StorageElementConfig): Provider[] {
  return [
    { provide: Files, useClass: TypeormFiles },
    { provide: StoppedDownloads, useClass: TypeormStoppedDownloads },
    { provide: Tickets, useFactory: () => new JoseTickets(config.TICKET_PUBLIC_KEYS) },
    { provide: BodySender, useFactory: () => new BodySender(config.TRANSFER_ENGINE) },
    { provide: STORAGE, useFactory: () => openStorage(config) },
    { provide: ByteStore, inject: [STORAGE], useFactory: ({ store }: Storage) => store },
    { provide: UploadArea, inject: [STORAGE], useFactory: ({ area }: Storage) => area },
    {
      provide: ServiceClient,
      inject: [CallerTokens],
      useFactory: (tokens: CallerTokens) =>
        new ServiceClient({
          service: 'entitlements',
          baseUrl: config.ENTITLEMENTS_URL,
          timeoutMs: config.ENTITLEMENTS_TIMEOUT_MS,
          tokens,
        }),
    },
    {
      provide: AccessDecisions,
      inject: [ServiceClient],
      useFactory: (entitlements: ServiceClient) => new EntitlementsDecisions(entitlements),
    },
  ];
}

function accounting(config: StorageElementConfig, book?: TransferBook): Provider[] {
  return [
    { provide: TransferLog, useFactory: () => new TransferLog({ level: config.LOG_LEVEL }) },
    {
      provide: TransferBook,
      inject: [Transactions, Outbox],
      useFactory: (transactions: Transactions, outbox: Outbox) =>
        book ??
        new TypeormTransferBook(transactions, outbox, { leaseMs: config.ELEMENT_LEASE_SECONDS * 1000 }),
    },
    { provide: TransferJournal, useFactory: () => openJournal(config) },
    {
      provide: TransferLedger,
      inject: [TransferBook, TransferJournal, TransferLog],
      useFactory: (book: TransferBook, journal: TransferJournal, log: TransferLog) =>
        new TransferLedger(book, journal, log, {
          ...LEDGER_DEFAULTS,
          stallMs: config.TRANSFER_STALL_SECONDS * 1000,
        }),
    },
    {
      provide: ElementJobs,
      inject: [Jobs, TransferBook, TransferLedger, StoppedDownloads, ScrubFiles, Clock],
      useFactory: (
        jobs: Jobs,
        book: TransferBook,
        ledger: TransferLedger,
        stopped: StoppedDownloads,
        scrub: ScrubFiles,
        clock: Clock,
      ) =>
        new ElementJobs(jobs, book, ledger, stopped, scrub, {
          leaseMs: config.ELEMENT_LEASE_SECONDS * 1000,
          scrubMs: config.SCRUB_INTERVAL_SECONDS * 1000,
          stopsKeptMs: config.STOPS_KEPT_SECONDS * 1000,
          clock,
        }),
    },
    {
      provide: ElementLifecycle,
      inject: [ByteStore, FastLane, HttpAdapterHost, ReplicaNews, Readiness],
      useFactory: (
        store: ByteStore,
        lane: FastLane,
        adapters: HttpAdapterHost,
        news: ReplicaNews,
        readiness: Readiness,
      ) => new ElementLifecycle(store, lane, adapters, news, readiness, config.DATABASE_URL),
    },
  ];
}
