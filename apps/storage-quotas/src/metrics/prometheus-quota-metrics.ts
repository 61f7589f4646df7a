import { counter } from '@waybill/platform';
import { Gauge, register } from 'prom-client';
import { QuotaMetrics } from '../application/quota-metrics.js';

function gauge(name: string, help: string): Gauge {
  return (register.getSingleMetric(name) as Gauge | undefined) ?? new Gauge({ name, help });
}

export class PrometheusQuotaMetrics extends QuotaMetrics {
  private readonly accounts = gauge(
    'quota_drift_accounts',
    'Accounts whose sums are not those of their holds: 0',
  );
  private readonly bytes = gauge('quota_drift_bytes', 'Bytes by which accounts differ from their holds: 0');

  private readonly holds = counter('quota_holds_total', 'Holds that were asked for, by outcome', ['outcome']);

  override drifted(accounts: number, bytes: number): void {
    this.accounts.set(accounts);
    this.bytes.set(bytes);
  }

  override asked(outcome: string): void {
    this.holds.inc({ outcome });
  }
}
