import type { CloudEvent } from '@waybill/contracts';

export interface Delivery {
  readonly eventId: string;
  readonly url: string;
  /** The CloudEvent as JSON text: what is signed is what is sent. */
  readonly event: string;
  /** Made so far. */
  readonly attempts: number;
}

/** What is to be delivered; each event to each webhook once. */
export abstract class WebhookDeliveries {
  abstract add(events: readonly CloudEvent[], urls: readonly string[], now: Date): Promise<void>;
  abstract due(now: Date, limit: number): Promise<Delivery[]>;
  abstract delivered(delivery: Delivery, now: Date): Promise<void>;
  /** `nextAt` is null where no more attempts are made. */
  abstract failed(delivery: Delivery, error: string, nextAt: Date | null): Promise<void>;
  /** Those that are over and older than that. Returns how many. */
  abstract removeBefore(time: Date): Promise<number>;
}
