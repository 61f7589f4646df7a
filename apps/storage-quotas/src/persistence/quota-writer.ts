import { Injectable } from '@nestjs/common';
import {
  type QuotaChanged,
  quotaChanged,
  type QuotaThresholdCrossed,
  quotaThresholdCrossed,
} from '@waybill/contracts';
import { Clock } from '@waybill/kernel';
import { Outbox, type Transaction } from '@waybill/messaging';
import { type QuotaAccount } from '../domain/quota-account.js';
import { type Hold } from '../domain/hold.js';
import { type Quota } from '../domain/quota.js';
import { SAVE_QUOTAS } from './save-quota.sql.js';

/** Writes what a change did to quotas, any number in a statement, and the events that tell of it, in its transaction. */
@Injectable()
export class QuotaWriter {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async save(tx: Transaction, quotas: readonly Quota[]): Promise<void> {
    const changed = quotas.filter(
      ({ accountChanged, changedHolds }) => accountChanged || changedHolds.length > 0,
    );
    if (changed.length === 0) return;
    const now = this.clock.now();
    await write(tx, changed, now);
    const moved = changed.filter(({ accountChanged }) => accountChanged);
    const crossed = moved.flatMap((quota) => crossingOf(quota, now));
    await this.outbox.append(
      tx,
      quotaChanged,
      moved.map(({ account }) => factsOf(account, now)),
    );
    await this.outbox.append(tx, quotaThresholdCrossed, crossed);
  }
}

function factsOf({ state, totalBytes, autoDeleteDays }: QuotaAccount, now: Date): QuotaChanged {
  return {
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
  };
}

function crossingOf({ account, crossing }: Quota, now: Date): QuotaThresholdCrossed[] {
  const { userId } = account.state;
  return crossing === null ? [] : [{ userId, ...crossing, crossedAt: now.toISOString() }];
}

async function write(tx: Transaction, quotas: readonly Quota[], now: Date): Promise<void> {
  const holds = quotas.flatMap(({ changedHolds }) => changedHolds);
  const parameters = [...accountParameters(quotas), now, ...holdParameters(holds)];
  const [written] = await tx.query<[{ accounts: number; holds: number }]>(SAVE_QUOTAS, parameters);
  const moving = quotas.filter(({ accountChanged }) => accountChanged);
  // The lock and the domain have seen to both; where they err, nothing may be half written.
  if (written.accounts !== moving.length)
    throw new Error('An account moved, or has no room, under its own lock');
  if (written.holds !== holds.length) throw new Error('A hold belongs to somebody else');
}

/** One array for each column. */
function accountParameters(quotas: readonly Quota[]): unknown[] {
  const rows = quotas.map(({ account, before, accountChanged, reservedBytes }) => ({
    ...account.state,
    revision: before.state.revision,
    moves: accountChanged,
    totalBytes: account.totalBytes,
    held: account.state.heldBytes - before.state.heldBytes,
    committed: account.state.committedBytes - before.state.committedBytes,
    reservedBytes,
  }));
  return [
    rows.map((row) => row.userId),
    rows.map((row) => row.revision),
    rows.map((row) => row.moves),
    rows.map((row) => row.tier),
    rows.map((row) => row.totalBytes),
    rows.map((row) => row.held),
    rows.map((row) => row.committed),
    rows.map((row) => row.autoDeleteEnabled),
    rows.map((row) => row.autoDeleteDays),
    rows.map((row) => row.notificationThreshold),
    rows.map((row) => row.reservedBytes),
  ];
}

function holdParameters(holds: readonly Hold[]): unknown[] {
  const rows = holds.map((hold) => hold.snapshot);
  return [
    rows.map((row) => row.downloadId),
    rows.map((row) => row.userId),
    rows.map((row) => row.phase),
    rows.map((row) => row.bytes),
    rows.map((row) => row.generation),
    rows.map((row) => row.revision),
    rows.map((row) => row.lease?.generation ?? null),
    rows.map((row) => row.lease?.bytes ?? null),
    rows.map((row) => row.lease?.until ?? null),
  ];
}
