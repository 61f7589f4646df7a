import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SECOND } from '@waybill/kernel';
import { Jobs } from '@waybill/platform';
import { DeliverWebhooks } from '../application/deliver-webhooks.js';
import { EvaluateAlerts } from '../application/evaluate-alerts.js';

export const ALERT_JOBS = {
  evaluate: 'evaluate-alerts',
  deliver: 'deliver-webhooks',
  forget: 'forget-webhooks',
} as const;

export class AlertSchedule {
  constructor(readonly evaluateEverySeconds: number) {}
}

/** What comes round; `Jobs` lets one replica do each round. */
@Injectable()
export class AlertJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly evaluate: EvaluateAlerts,
    private readonly deliver: DeliverWebhooks,
    private readonly schedule: AlertSchedule,
  ) {}

  onModuleInit(): void {
    const every = this.schedule.evaluateEverySeconds * SECOND;
    this.jobs.every(ALERT_JOBS.evaluate, every, () => this.evaluate.execute());
    this.jobs.every(ALERT_JOBS.deliver, 5 * SECOND, () => this.deliver.execute());
    this.jobs.nightly(ALERT_JOBS.forget, () => this.deliver.forgetOld());
  }
}
