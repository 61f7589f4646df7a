import type { Provider } from '@nestjs/common';
import { Clock, SystemClock } from '@waybill/kernel';
import { AlertMeasures } from './application/alert-measures.js';
import { AlertSettings } from './application/alert-settings.js';
import { Alerts } from './application/alerts.js';
import { ArchiveHistory } from './application/archive-history.js';
import { ArchiveStorage } from './application/archive-storage.js';
import { CountryLookup, NoCountryLookup } from './application/country-lookup.js';
import { DeliverWebhooks } from './application/deliver-webhooks.js';
import { ErasePerson } from './application/erase-person.js';
import { ErasedPeople } from './application/erased-people.js';
import { EvaluateAlerts } from './application/evaluate-alerts.js';
import { FigureQueries } from './application/figure-queries.js';
import { Figures } from './application/figures.js';
import { ForgetInArchive } from './application/forget-in-archive.js';
import { HistoryDays } from './application/history-days.js';
import { HistorySettings } from './application/history-settings.js';
import { History } from './application/history.js';
import { PopularFiles } from './application/popular-files.js';
import { PrepareHistory } from './application/prepare-history.js';
import { PublishReport } from './application/publish-report.js';
import { PublishReports } from './application/publish-reports.js';
import { QueueWebhooks } from './application/queue-webhooks.js';
import { RaiseAlerts } from './application/raise-alerts.js';
import { ReadAlertRule } from './application/read-alert-rule.js';
import { ReadFigures } from './application/read-figures.js';
import { ReadOperations } from './application/read-operations.js';
import { RecordEvents } from './application/record-events.js';
import { ReportFigures } from './application/report-figures.js';
import { ReportSettings } from './application/report-settings.js';
import { Reports } from './application/reports.js';
import { SettleDownloads } from './application/settle-downloads.js';
import { SettledFigures } from './application/settled-figures.js';
import { WebhookDeliveries } from './application/webhook-deliveries.js';
import { WebhookSender } from './application/webhook-sender.js';
import { WebhookSettings } from './application/webhook-settings.js';
import { WriteReport } from './application/write-report.js';
import { LocalArchiveStorage } from './archive/local-archive-storage.js';
import { S3ArchiveStorage } from './archive/s3-archive-storage.js';
import type { AnalyticsConfig } from './config.js';
import { MmdbCountryLookup } from './countries/mmdb-country-lookup.js';
import { AlertJobs, AlertSchedule } from './jobs/alert-jobs.js';
import { HistoryJobs } from './jobs/history-jobs.js';
import { ReportJobs } from './jobs/report-jobs.js';
import { PartitionedHistoryDays } from './persistence/partitioned-history-days.js';
import { TypeormAlertMeasures } from './persistence/typeorm-alert-measures.js';
import { TypeormAlerts } from './persistence/typeorm-alerts.js';
import { TypeormErasedPeople } from './persistence/typeorm-erased-people.js';
import { TypeormFigureQueries } from './persistence/typeorm-figure-queries.js';
import { TypeormFigures } from './persistence/typeorm-figures.js';
import { TypeormHistory } from './persistence/typeorm-history.js';
import { TypeormReportFigures } from './persistence/typeorm-report-figures.js';
import { TypeormReports } from './persistence/typeorm-reports.js';
import { TypeormSettledFigures } from './persistence/typeorm-settled-figures.js';
import { TypeormWebhookDeliveries } from './persistence/typeorm-webhook-deliveries.js';
import { UndiciWebhookSender } from './webhooks/undici-webhook-sender.js';

const HISTORY: Provider[] = [
  RecordEvents,
  ErasePerson,
  PrepareHistory,
  ArchiveHistory,
  ForgetInArchive,
  HistoryJobs,
  { provide: History, useClass: TypeormHistory },
  { provide: HistoryDays, useClass: PartitionedHistoryDays },
  { provide: ErasedPeople, useClass: TypeormErasedPeople },
];

const FIGURES: Provider[] = [
  ReadFigures,
  PopularFiles,
  SettleDownloads,
  { provide: SettledFigures, useClass: TypeormSettledFigures },
  { provide: Figures, useClass: TypeormFigures },
  { provide: FigureQueries, useClass: TypeormFigureQueries },
];

const ALERTS: Provider[] = [
  EvaluateAlerts,
  RaiseAlerts,
  ReadAlertRule,
  QueueWebhooks,
  DeliverWebhooks,
  AlertJobs,
  { provide: Alerts, useClass: TypeormAlerts },
  { provide: AlertMeasures, useClass: TypeormAlertMeasures },
  { provide: WebhookDeliveries, useClass: TypeormWebhookDeliveries },
];

const REPORTS: Provider[] = [
  PublishReports,
  PublishReport,
  WriteReport,
  ReadOperations,
  ReportJobs,
  { provide: Reports, useClass: TypeormReports },
  { provide: ReportFigures, useClass: TypeormReportFigures },
];

function configured(config: AnalyticsConfig): Provider[] {
  const { HISTORY_DAYS, HISTORY_DAYS_AHEAD, SETTLE_AFTER_DAYS, COUNTRY_DATABASE } = config;
  const allowPrivate = config.WEBHOOKS_ALLOW_PRIVATE;
  return [
    { provide: Clock, useClass: SystemClock },
    {
      provide: HistorySettings,
      useValue: new HistorySettings(HISTORY_DAYS, HISTORY_DAYS_AHEAD, SETTLE_AFTER_DAYS),
    },
    { provide: ArchiveStorage, useFactory: () => archiveOf(config) },
    { provide: CountryLookup, useFactory: () => countriesOf(COUNTRY_DATABASE) },
    { provide: AlertSettings, useValue: new AlertSettings(config.ALERT_RULES) },
    { provide: AlertSchedule, useValue: new AlertSchedule(config.ALERT_EVERY_SECONDS) },
    { provide: WebhookSettings, useValue: new WebhookSettings(config.WEBHOOKS) },
    { provide: WebhookSender, useFactory: () => new UndiciWebhookSender({ allowPrivate }) },
    { provide: ReportSettings, useValue: new ReportSettings(config.REPORT_DELAY_MINUTES) },
  ];
}

function archiveOf(config: AnalyticsConfig): ArchiveStorage {
  const {
    ARCHIVE_BUCKET: bucket,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = config;
  if (bucket === undefined) return new LocalArchiveStorage(config.ARCHIVE_ROOT);
  const hasKeys = accessKeyId !== undefined && secretAccessKey !== undefined;
  const credentials = hasKeys ? { accessKeyId, secretAccessKey } : null;
  return new S3ArchiveStorage({
    bucket,
    region: config.S3_REGION,
    endpoint: config.S3_ENDPOINT,
    credentials,
  });
}

function countriesOf(path: string | undefined): CountryLookup {
  return path === undefined ? new NoCountryLookup() : new MmdbCountryLookup(path);
}

/** Use cases, jobs, and the adapter of every port. */
export function analyticsProviders(config: AnalyticsConfig): Provider[] {
  return [...HISTORY, ...FIGURES, ...ALERTS, ...REPORTS, ...configured(config)];
}
