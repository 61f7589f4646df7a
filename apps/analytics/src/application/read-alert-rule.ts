import { Injectable } from '@nestjs/common';
import { MINUTE } from '@waybill/kernel';
import {
  type AlertRule,
  type BandwidthRule,
  type FailureRateRule,
  readBandwidth,
  readFailures,
  type Reading,
  readSignals,
  readSurge,
  type SignalRule,
  type SurgeRule,
} from '../domain/alert-rules.js';
import { hourOf } from '../domain/utc.js';
import { AlertMeasures } from './alert-measures.js';

/** Measures what a rule looks at. */
@Injectable()
export class ReadAlertRule {
  constructor(private readonly measures: AlertMeasures) {}

  execute(rule: AlertRule, now: Date): Promise<Reading> {
    switch (rule.kind) {
      case 'failure-rate':
        return this.#failures(rule, now);
      case 'bandwidth':
        return this.#bandwidth(rule, now);
      case 'bandwidth-surge':
        return this.#surge(rule, now);
      default:
        return this.#signals(rule, now);
    }
  }

  async #failures(rule: FailureRateRule, now: Date): Promise<Reading> {
    return readFailures(rule, await this.measures.endedSince(minutesBefore(now, rule.minutes)));
  }

  async #bandwidth(rule: BandwidthRule, now: Date): Promise<Reading> {
    return readBandwidth(rule, await this.measures.servedIn(hourOf(now)));
  }

  async #surge(rule: SurgeRule, now: Date): Promise<Reading> {
    const hour = hourOf(now);
    const usual = await this.measures.usuallyServedIn(hour);
    return readSurge(rule, await this.measures.servedIn(hour), usual);
  }

  async #signals(rule: SignalRule, now: Date): Promise<Reading> {
    const since = minutesBefore(now, rule.minutes);
    return readSignals(rule, await this.measures.signalsSince(rule.kind, since));
  }
}

function minutesBefore(now: Date, minutes: number): Date {
  return new Date(now.getTime() - minutes * MINUTE);
}
