import { Injectable, Logger } from '@nestjs/common';
import { type Drift, QuotaAudit } from './quota-audit.js';
import { QuotaMetrics } from './quota-metrics.js';
import { QuotaSettings } from './quota-settings.js';

/**
 * Counts the accounts whose sums are not those of their holds. There must be none (DESIGN.md, section 4): one that is
 * found is logged, and repaired where the operator wants it.
 * @returns how many accounts have drifted
 */
@Injectable()
export class ReconcileQuotas {
  private readonly logger = new Logger(ReconcileQuotas.name);

  constructor(
    private readonly audit: QuotaAudit,
    private readonly metrics: QuotaMetrics,
    private readonly settings: QuotaSettings,
  ) {}

  async execute(): Promise<number> {
    const drifts = await this.audit.drifts();
    this.metrics.drifted(
      drifts.length,
      drifts.reduce((sum, drift) => sum + bytesOf(drift), 0),
    );
    for (const drift of drifts) await this.treat(drift);
    return drifts.length;
  }

  private async treat(drift: Drift): Promise<void> {
    this.logger.error({ ...drift, repair: this.settings.repairDrift }, 'A quota has drifted from its holds');
    if (this.settings.repairDrift) await this.audit.repair(drift.userId);
  }
}

function bytesOf(drift: Drift): number {
  const held = Math.abs(drift.heldBytes - drift.holdsHeldBytes);
  return held + Math.abs(drift.committedBytes - drift.holdsCommittedBytes);
}
