import { Controller } from '@nestjs/common';
import { type CloudEvent, transferServed, type TransferServed } from '@waybill/contracts';
import { OnEvents } from '@waybill/messaging';
import { RecordTransfers } from '../application/record-transfers.js';

@Controller()
export class TransfersConsumer {
  constructor(private readonly transfers: RecordTransfers) {}

  @OnEvents(transferServed)
  async served(events: readonly CloudEvent<TransferServed>[]): Promise<void> {
    await this.transfers.execute(events.map(({ data }) => data));
  }
}
