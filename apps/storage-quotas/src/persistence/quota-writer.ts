import { Injectable } from '@nestjs/common';
import { quotaChanged, quotaThresholdCrossed } from '@waybill/contracts';
import { Clock } from '@waybill/kernel';
import { Outbox, type Transaction } from '@waybill/messaging';
import { type QuotaAccount } from '../domain/quota-account.js';
import { type Hold } from '../domain/hold.js';
import { type Quota } from '../domain/quota.js';
import { SAVE_QUOTA } from './save-quota.sql.js';

/** Writes what a change did to a quota, and the events that tell of it, in the transaction of the change. */
@Injectable()
export class QuotaWriter {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async save(tx: Transaction, before: QuotaAccount, quota: Quota): Promise<void> {
    if (!quota.accountChanged && quota.changedHolds.length === 0) return;
    const now = this.clock.now();
    await write(tx, before, quota, now);
    if (quota.accountChanged) await this.announce(tx, quota, now);
  }

  private async announce(tx: Transaction, { account, crossing }: Quota, now: Date): Promise<void> {
    const { state, totalBytes, autoDeleteDays } = account;
    await this.outbox.append(tx, quotaChanged, {
      userId: state.userId,
      revision: state.revision + 1,
      tier: state.tier,
      totalBytes,
      heldBytes: state.heldBytes,
      committedBytes: state.committedBytes,
      autoDeleteEnabled: state.autoDeleteEnabled,
      autoDeleteDays,
      notificationThreshold: state.notificationThreshold,
      changedAt: now.toISOString(),
    });
    if (crossing === null) return;
    const crossed = { userId: state.userId, ...crossing, crossedAt: now.toISOString() };
    await this.outbox.append(tx, quotaThresholdCrossed, crossed);
  }
}

async function write(tx: Transaction, before: QuotaAccount, quota: Quota, now: Date): Promise<void> {
  const parameters = [...accountParameters(before, quota, now), ...holdParameters(quota.changedHolds)];
  const [written] = await tx.query<[{ accounts: number; holds: number }]>(SAVE_QUOTA, parameters);
  // The lock and the domain have seen to both; where they err, nothing may be half written.
  if (written.accounts !== 1) throw new Error('The account moved, or has no room, under its own lock');
  if (written.holds !== quota.changedHolds.length) throw new Error('A hold belongs to somebody else');
}

function accountParameters(before: QuotaAccount, quota: Quota, now: Date): unknown[] {
  const { state, totalBytes } = quota.account;
  return [
    state.userId,
    before.state.revision,
    quota.accountChanged ? 1 : 0,
    state.tier,
    totalBytes,
    state.heldBytes - before.state.heldBytes,
    state.committedBytes - before.state.committedBytes,
    state.autoDeleteEnabled,
    state.autoDeleteDays,
    state.notificationThreshold,
    now,
    quota.reservedBytes,
  ];
}

/** One array for each column. */
function holdParameters(holds: readonly Hold[]): unknown[] {
  const rows = holds.map((hold) => hold.snapshot);
  return [
    rows.map((row) => row.downloadId),
    rows.map((row) => row.phase),
    rows.map((row) => row.bytes),
    rows.map((row) => row.generation),
    rows.map((row) => row.revision),
    rows.map((row) => row.lease?.generation ?? null),
    rows.map((row) => row.lease?.bytes ?? null),
    rows.map((row) => row.lease?.until ?? null),
  ];
}
