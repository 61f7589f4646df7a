import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SECOND } from '@waybill/kernel';
import { Jobs } from '@waybill/platform';
import { ExpireSubscriptions } from '../application/expire-subscriptions.js';
import { ForgetEnded } from '../application/forget-ended.js';
import { ReconcileQuotas } from '../application/reconcile-quotas.js';
import { ReleaseExpiredLeases } from '../application/release-expired-leases.js';

export const JOBS = {
  leases: 'release-expired-leases',
  subscriptions: 'expire-subscriptions',
  reconcile: 'reconcile-quotas',
  forget: 'forget-ended',
} as const;

/** What comes round; `Jobs` lets one replica do each round. */
@Injectable()
export class QuotaJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly leases: ReleaseExpiredLeases,
    private readonly subscriptions: ExpireSubscriptions,
    private readonly reconcile: ReconcileQuotas,
    private readonly forget: ForgetEnded,
  ) {}

  onModuleInit(): void {
    this.jobs.every(JOBS.leases, 10 * SECOND, () => this.leases.execute());
    this.jobs.every(JOBS.subscriptions, 30 * SECOND, () => this.subscriptions.execute());
    this.jobs.nightly(JOBS.reconcile, () => this.reconcile.execute());
    this.jobs.nightly(JOBS.forget, () => this.forget.execute());
  }
}
