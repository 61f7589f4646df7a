import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { type AlertRule, judge } from '../domain/alert-rules.js';
import { AlertSettings } from './alert-settings.js';
import { type Alert, Alerts } from './alerts.js';
import { RaiseAlerts } from './raise-alerts.js';
import { ReadAlertRule } from './read-alert-rule.js';

/** Compares every rule with what is measured: raised above its limit, cleared well below it, each once. */
@Injectable()
export class EvaluateAlerts {
  constructor(
    private readonly raising: RaiseAlerts,
    private readonly alerts: Alerts,
    private readonly readRule: ReadAlertRule,
    private readonly clock: Clock,
    private readonly settings: AlertSettings,
  ) {}

  /** Returns how many alerts were raised or cleared. */
  async execute(): Promise<number> {
    const active = new Map((await this.alerts.active()).map((alert) => [alert.rule, alert]));
    let changes = 0;
    for (const rule of this.settings.rules) {
      changes += Number(await this.#evaluate(rule, active.get(rule.name)));
      active.delete(rule.name);
    }
    // What is left belongs to rules that are no longer configured.
    for (const alert of active.values())
      changes += Number(await this.raising.clear(alert, { ...alert, enough: true }, this.clock.now()));
    return changes;
  }

  async #evaluate(rule: AlertRule, raised: Alert | undefined): Promise<boolean> {
    const now = this.clock.now();
    const reading = await this.readRule.execute(rule, now);
    const verdict = judge(rule, reading, raised !== undefined);
    if (verdict === 'raise') return this.raising.raise(rule, reading, now);
    return verdict === 'clear' && raised !== undefined ? this.raising.clear(raised, reading, now) : false;
  }
}
