import { Controller } from '@nestjs/common';
import {
  assetPublished,
  assetRemoved,
  type CloudEvent,
  orderChanged,
  subscriptionChanged,
} from '@waybill/contracts';
import { OnEvents } from '@waybill/messaging';
import { RecordEvents } from '../application/record-events.js';

/** Catalogue, orders and subscriptions: kept in the history, in no figure. */
@Controller()
export class CommerceConsumer {
  constructor(private readonly record: RecordEvents) {}

  @OnEvents(assetPublished, assetRemoved)
  offered(events: readonly CloudEvent[]): Promise<void> {
    return this.record.execute(events);
  }

  @OnEvents(orderChanged)
  ordered(events: readonly CloudEvent[]): Promise<void> {
    return this.record.execute(events);
  }

  @OnEvents(subscriptionChanged)
  subscribed(events: readonly CloudEvent[]): Promise<void> {
    return this.record.execute(events);
  }
}
