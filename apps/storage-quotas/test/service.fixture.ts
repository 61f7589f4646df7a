import { ManualClock, SECOND } from '@waybill/kernel';
import { messagingMigrations, Outbox, Transactions } from '@waybill/messaging';
import { createDatabase } from '@waybill/testing';
import { TypeormErasures } from '@waybill/platform';
import { DataSource } from 'typeorm';
import { ChangeSettings } from '../src/application/change-settings.js';
import { ChangeSubscription } from '../src/application/change-subscription.js';
import { ExpireSubscriptions } from '../src/application/expire-subscriptions.js';
import { type DownloadReport, FollowDownloads } from '../src/application/follow-downloads.js';
import { ForgetEnded } from '../src/application/forget-ended.js';
import { ForgetPerson } from '../src/application/forget-person.js';
import { InitializeQuota } from '../src/application/initialize-quota.js';
import { PlaceHold } from '../src/application/place-hold.js';
import { PlaceHolds } from '../src/application/place-holds.js';
import { QuotaQueries } from '../src/application/quota-queries.js';
import { QuotaSettings } from '../src/application/quota-settings.js';
import { ReleaseExpiredLeases } from '../src/application/release-expired-leases.js';
import { ReleaseHold } from '../src/application/release-hold.js';
import { UpgradeQuota } from '../src/application/upgrade-quota.js';
import { entities, migrations } from '../src/persistence/index.js';
import { PrometheusQuotaMetrics } from '../src/metrics/prometheus-quota-metrics.js';
import { QuotaWriter } from '../src/persistence/quota-writer.js';
import { TypeormPersonDownloads } from '../src/persistence/typeorm-person-downloads.js';
import { TypeormQuotaAudit } from '../src/persistence/typeorm-quota-audit.js';
import { TypeormQuotas } from '../src/persistence/typeorm-quotas.js';
import { TypeormSubscriptions } from '../src/persistence/typeorm-subscriptions.js';

export const START = new Date('2026-01-01T00:00:00.000Z');
export const LEASE_MS = 300 * SECOND;

/** The service's use cases over a real database, with a clock of the test's own. */
export async function openService(settings = new QuotaSettings(300, 90, false)) {
  const database = await createDatabase('quotas');
  const source = await new DataSource({
    type: 'postgres',
    url: database.url,
    entities,
    migrations: [...messagingMigrations, ...migrations],
    migrationsTransactionMode: 'each',
    extra: { max: 20 },
  }).initialize();
  await source.runMigrations();
  const clock = new ManualClock(START);
  const close = async () => {
    await source.destroy();
    await database.drop();
  };
  return { source, clock, close, ...useCases(source, clock, settings) };
}

export type Service = Awaited<ReturnType<typeof openService>>;

function useCases(source: DataSource, clock: ManualClock, settings: QuotaSettings) {
  const transactions = new Transactions(source);
  const writer = new QuotaWriter(new Outbox(transactions, { service: 'storage-quotas' }), clock);
  const quotas = new TypeormQuotas(transactions, writer, clock);
  const subscriptions = new TypeormSubscriptions(transactions);
  const downloads = new TypeormPersonDownloads(transactions, clock);
  const erasures = new TypeormErasures(transactions);
  const followDownloads = new FollowDownloads(transactions, quotas, downloads, erasures, clock);
  const placeHolds = new PlaceHolds(quotas, clock, settings, new PrometheusQuotaMetrics());
  return {
    transactions,
    quotas,
    audit: new TypeormQuotaAudit(transactions, writer),
    placeHolds,
    placeHold: new PlaceHold(placeHolds),
    releaseHold: new ReleaseHold(quotas),
    follow: (report: DownloadReport) => followDownloads.execute([report]),
    releaseExpiredLeases: new ReleaseExpiredLeases(quotas, clock),
    changeSubscription: new ChangeSubscription(transactions, subscriptions, quotas, clock),
    expireSubscriptions: new ExpireSubscriptions(transactions, subscriptions, quotas, clock),
    forgetPerson: new ForgetPerson(transactions, quotas, subscriptions, downloads, erasures),
    forgetEnded: new ForgetEnded(quotas, downloads, erasures, clock, settings),
    initializeQuota: new InitializeQuota(quotas, subscriptions, clock),
    upgradeQuota: new UpgradeQuota(quotas, subscriptions, clock),
    changeSettings: new ChangeSettings(quotas, clock),
    queries: new QuotaQueries(quotas, subscriptions, downloads, clock),
  };
}
