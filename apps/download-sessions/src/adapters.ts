import type { Provider } from '@nestjs/common';
import { Clock, SystemClock } from '@waybill/kernel';
import { CallerTokens, Erasures, TypeormErasures } from '@waybill/platform';
import { AutoDeleteSettings } from './application/auto-delete-settings.js';
import { Catalogue } from './application/catalogue.js';
import { ChangeSignals } from './application/change-signals.js';
import { DownloadChanges } from './application/download-changes.js';
import { DownloadQueries } from './application/download-queries.js';
import { Entitlements } from './application/entitlements.js';
import { QueueQueries } from './application/queue-queries.js';
import { Quotas } from './application/quotas.js';
import { StreamPlaces } from './application/stream-places.js';
import { HttpEntitlements } from './calls/http-entitlements.js';
import { HttpQuotas } from './calls/http-quotas.js';
import { EntitlementsClient, QuotasClient } from './calls/service-clients.js';
import type { DownloadSessionsConfig } from './config.js';
import { Downloads } from './domain/downloads.js';
import { ReportedDownloads } from './domain/reported-downloads.js';
import { SessionSettings } from './domain/session-settings.js';
import { JobInterval } from './jobs/job-interval.js';
import { ChangeAnnouncer } from './persistence/change-announcer.js';
import { DownloadWriter } from './persistence/download-writer.js';
import { Lanes } from './persistence/lanes.js';
import { TypeormAutoDeleteSettings } from './persistence/typeorm-auto-delete-settings.js';
import { TypeormCatalogue } from './persistence/typeorm-catalogue.js';
import { PostgresChangeSignals } from './persistence/postgres-change-signals.js';
import { PostgresStreamPlaces } from './persistence/postgres-stream-places.js';
import { TypeormDownloadChanges } from './persistence/typeorm-download-changes.js';
import { TypeormDownloadQueries } from './persistence/typeorm-download-queries.js';
import { TypeormDownloads } from './persistence/typeorm-downloads.js';
import { TypeormQueueQueries } from './persistence/typeorm-queue-queries.js';
import { TypeormReportedDownloads } from './persistence/typeorm-reported-downloads.js';
import { jobIntervalFrom, settingsFrom } from './settings.js';

/** What stands behind each port. */
export function adapters(config: DownloadSessionsConfig): Provider[] {
  return [
    ChangeAnnouncer,
    DownloadWriter,
    Lanes,
    { provide: Clock, useClass: SystemClock },
    { provide: Downloads, useClass: TypeormDownloads },
    { provide: Erasures, useClass: TypeormErasures },
    { provide: ReportedDownloads, useClass: TypeormReportedDownloads },
    { provide: DownloadQueries, useClass: TypeormDownloadQueries },
    { provide: DownloadChanges, useClass: TypeormDownloadChanges },
    { provide: ChangeSignals, useFactory: () => new PostgresChangeSignals(config.DATABASE_URL) },
    { provide: StreamPlaces, useFactory: () => new PostgresStreamPlaces(config.DATABASE_URL) },
    { provide: QueueQueries, useClass: TypeormQueueQueries },
    { provide: Catalogue, useClass: TypeormCatalogue },
    { provide: AutoDeleteSettings, useClass: TypeormAutoDeleteSettings },
    { provide: Entitlements, useClass: HttpEntitlements },
    { provide: Quotas, useClass: HttpQuotas },
    { provide: SessionSettings, useValue: settingsFrom(config) },
    { provide: JobInterval, useValue: jobIntervalFrom(config) },
    ...clients(config),
  ];
}

function clients(config: DownloadSessionsConfig): Provider[] {
  const timeoutMs = config.CALL_TIMEOUT_MS;
  return [
    {
      provide: EntitlementsClient,
      inject: [CallerTokens],
      useFactory: (tokens: CallerTokens) =>
        new EntitlementsClient({
          service: 'entitlements',
          baseUrl: config.ENTITLEMENTS_URL,
          timeoutMs,
          tokens,
        }),
    },
    {
      provide: QuotasClient,
      inject: [CallerTokens],
      useFactory: (tokens: CallerTokens) =>
        new QuotasClient({
          service: 'storage-quotas',
          baseUrl: config.STORAGE_QUOTAS_URL,
          timeoutMs,
          tokens,
        }),
    },
  ];
}
