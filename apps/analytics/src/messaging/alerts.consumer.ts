import { Controller } from '@nestjs/common';
import { alertCleared, alertRaised, type CloudEvent, reportPublished } from '@waybill/contracts';
import { OnEvents } from '@waybill/messaging';
import { QueueWebhooks } from '../application/queue-webhooks.js';

/** Our own alerts and reports, as they stand on the bus, for those who are told by webhook. */
@Controller()
export class AlertsConsumer {
  constructor(private readonly queue: QueueWebhooks) {}

  @OnEvents(alertRaised, alertCleared, reportPublished)
  published(events: readonly CloudEvent[]): Promise<void> {
    return this.queue.execute(events);
  }
}
