import { Controller } from '@nestjs/common';
import { type CloudEvent, grantDenied, grantIssued, grantRevoked, transferServed } from '@waybill/contracts';
import { OnEvents } from '@waybill/messaging';
import { RecordEvents } from '../application/record-events.js';

/** Links that were handed out, refused, taken back; bytes that were served. */
@Controller()
export class DeliveriesConsumer {
  constructor(private readonly record: RecordEvents) {}

  @OnEvents(grantIssued, grantDenied, grantRevoked)
  granted(events: readonly CloudEvent[]): Promise<void> {
    return this.record.execute(events);
  }

  @OnEvents(transferServed)
  served(events: readonly CloudEvent[]): Promise<void> {
    return this.record.execute(events);
  }
}
