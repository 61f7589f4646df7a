import { Injectable } from '@nestjs/common';
import { Clock, DAY, HOUR, MINUTE, SECOND } from '@waybill/kernel';
import { signatureHeaders } from '../domain/webhook-signature.js';
import { type Delivery, WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookSettings } from './webhook-settings.js';

const AT_ONCE = 20;
const KEEP_DAYS = 30;
/** The pause after each failed attempt; after the last one it is given up. */
const PAUSES = [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR];

/** Sends what is due, each message signed for its receiver; what fails is tried again, backing off. */
@Injectable()
export class DeliverWebhooks {
  constructor(
    private readonly deliveries: WebhookDeliveries,
    private readonly sender: WebhookSender,
    private readonly clock: Clock,
    private readonly settings: WebhookSettings,
  ) {}

  /** Returns how many were delivered. */
  async execute(): Promise<number> {
    const due = await this.deliveries.due(this.clock.now(), AT_ONCE);
    const outcomes = await Promise.all(due.map((delivery) => this.#deliver(delivery)));
    return outcomes.filter((delivered) => delivered).length;
  }

  forgetOld(): Promise<number> {
    return this.deliveries.removeBefore(new Date(this.clock.now().getTime() - KEEP_DAYS * DAY));
  }

  async #deliver(delivery: Delivery): Promise<boolean> {
    try {
      await this.#send(delivery);
      await this.deliveries.delivered(delivery, this.clock.now());
      return true;
    } catch (error) {
      const pause = PAUSES[delivery.attempts];
      const nextAt = pause === undefined ? null : new Date(this.clock.now().getTime() + pause);
      await this.deliveries.failed(delivery, String(error), nextAt);
      return false;
    }
  }

  #send({ url, eventId: id, event: body }: Delivery): Promise<void> {
    const secret = this.settings.webhooks.find((webhook) => webhook.url === url)?.secret;
    if (secret === undefined) throw new Error('This webhook is no longer configured');
    const headers = signatureHeaders({ id, body, secret }, this.clock.now());
    return this.sender.send({ url, id, body, headers });
  }
}
