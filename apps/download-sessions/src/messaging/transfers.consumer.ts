import { Controller } from '@nestjs/common';
import { type CloudEvent, type TransferServed, transferServed } from '@waybill/contracts';
import { OnEvents } from '@waybill/messaging';
import { RecordTransfers, type ServedTransfer } from '../application/record-transfers.js';

/** Listens to `waybill.transfers.v1`: a batch of reports is one transaction. */
@Controller()
export class TransfersConsumer {
  constructor(private readonly record: RecordTransfers) {}

  @OnEvents(transferServed)
  served(events: readonly CloudEvent<TransferServed>[]): Promise<void> {
    return this.record.execute(events.flatMap(({ data }) => reportOf(data)));
  }
}

/** A transfer without a download (fetched with nothing but a bearer token) is none of this service's business. */
function reportOf(data: TransferServed): ServedTransfer[] {
  const { downloadId, startedAt, lastStartedAt = startedAt, reportedAt, generation, ...rest } = data;
  if (downloadId === null) return [];
  const times = {
    startedAt: new Date(startedAt),
    lastStartedAt: new Date(lastStartedAt),
    reportedAt: new Date(reportedAt),
  };
  return [{ ...rest, ...times, downloadId, generation: generation ?? 1 }];
}
