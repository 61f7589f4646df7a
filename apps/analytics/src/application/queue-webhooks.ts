import { Injectable } from '@nestjs/common';
import type { CloudEvent } from '@waybill/contracts';
import { Clock } from '@waybill/kernel';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookSettings } from './webhook-settings.js';

/** Alerts and reports are delivered from what is on the bus, so that both say the same, with the same id. */
@Injectable()
export class QueueWebhooks {
  constructor(
    private readonly deliveries: WebhookDeliveries,
    private readonly clock: Clock,
    private readonly settings: WebhookSettings,
  ) {}

  execute(events: readonly CloudEvent[]): Promise<void> {
    const urls = this.settings.webhooks.map(({ url }) => url);
    return this.deliveries.add(events, urls, this.clock.now());
  }
}
