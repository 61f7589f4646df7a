import type { TransferServed } from '@waybill/contracts';
import type { Slice } from '@waybill/http-range';
import { slicesBetween, totalLength } from '../domain/delivered.js';
import type { TransferFacts } from './transfer-facts.js';

/** A transfer whose end nobody saw. */
export interface OpenTransfer {
  readonly id: string;
  readonly facts: TransferFacts;
  readonly planned: readonly Slice[];
  /** File bytes that were reported as delivered. */
  readonly delivered: number;
  readonly sequence: number;
  readonly startedAt: Date;
}

/** What a dead element may have delivered and nobody saw (DESIGN.md, section 3, "One hole fills itself"). */
export function lostReport(transfer: OpenTransfer, now: Date): TransferServed {
  const { facts, planned, delivered } = transfer;
  return {
    ...facts,
    transferId: transfer.id,
    sequence: transfer.sequence,
    outcome: 'lost',
    ranges: [],
    unknown: [...slicesBetween(planned, delivered, totalLength(planned))],
    bytes: 0,
    durationMs: 0,
    startedAt: transfer.startedAt.toISOString(),
    reportedAt: now.toISOString(),
  };
}
