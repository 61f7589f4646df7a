import { Injectable } from '@nestjs/common';
import { alertCleared, alertRaised } from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import { Outbox, Transactions } from '@waybill/messaging';
import type { AlertRule, Reading } from '../domain/alert-rules.js';
import { type Alert, Alerts } from './alerts.js';

/** Raises and clears, each once, with the event of it in the same transaction. */
@Injectable()
export class RaiseAlerts {
  constructor(
    private readonly transactions: Transactions,
    private readonly alerts: Alerts,
    private readonly outbox: Outbox,
  ) {}

  raise(rule: AlertRule, { value, limit, summary }: Reading, now: Date): Promise<boolean> {
    const told = { alertId: uuidv7(), rule: rule.name, summary, value, limit };
    return this.transactions.run(async (tx) => {
      const isNew = await this.alerts.raise({ ...told, kind: rule.kind, raisedAt: now, clearedAt: null });
      if (isNew) await this.outbox.append(tx, alertRaised, { ...told, raisedAt: now.toISOString() });
      return isNew;
    });
  }

  clear({ alertId, rule, raisedAt }: Alert, { value, limit, summary }: Reading, now: Date): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const isNew = await this.alerts.clear(alertId, now);
      const times = { raisedAt: raisedAt.toISOString(), clearedAt: now.toISOString() };
      if (isNew)
        await this.outbox.append(tx, alertCleared, { alertId, rule, summary, value, limit, ...times });
      return isNew;
    });
  }
}
